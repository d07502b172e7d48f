using System.Net;
using OrleansRocket.Tests.Engine.Serialization;

namespace OrleansRocket.Tests.Engine.Identity;

public sealed class IdentityTests
{
    [Fact]
    public void A_grain_id_is_written_as_type_and_key()
    {
        var id = GrainId.Create("queue", "topic/3");
        Assert.Equal("queue/topic/3", id.ToString());
        Assert.Equal(id, GrainId.Parse("queue/topic/3"));
        Assert.Equal("queue", id.Type.ToString());
        Assert.Equal("topic/3", id.Key.ToString());
        Assert.False(GrainId.TryParse("nothing", out _));
        Assert.Throws<ArgumentException>(() => GrainId.Parse("nothing"));
        Assert.True(default(GrainId).IsDefault);
    }

    [Fact]
    public void Equal_grain_ids_have_equal_hashes_and_order()
    {
        var (a, b, c) = (GrainId.Create("t", "1"), GrainId.Create("t", "1"), GrainId.Create("t", "2"));
        Assert.True(a == b && a != c);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.Equal(a.GetUniformHashCode(), b.GetUniformHashCode());
        Assert.NotEqual(a.GetUniformHashCode(), c.GetUniformHashCode());
        Assert.True(a.CompareTo(c) < 0 && a.CompareTo(b) == 0);
    }

    [Fact]
    public void Numbers_and_guids_are_keys_in_hexadecimal()
    {
        var type = GrainType.Create("t");
        Assert.Equal("t/FF", GrainId.Create(type, GrainIdKeyExtensions.CreateIntegerKey(255)).ToString());
        foreach (var number in new[] { long.MinValue, -1, 0, 1, long.MaxValue })
        {
            Assert.Equal(number, GrainId.Create(type, GrainIdKeyExtensions.CreateIntegerKey(number)).GetIntegerKey());
        }

        var guid = Guid.NewGuid();
        Assert.Equal(guid, GrainId.Create(type, GrainIdKeyExtensions.CreateGuidKey(guid)).GetGuidKey());
        Assert.Throws<ArgumentException>(() => GrainId.Create("t", "xyz").GetIntegerKey());
        Assert.Throws<ArgumentException>(() => GrainId.Create("t", "xyz").GetGuidKey());
    }

    [Fact]
    public void A_silo_address_is_an_endpoint_and_a_generation()
    {
        var address = SiloAddress.New(IPAddress.Parse("10.0.0.1"), 11111, 42);
        Assert.Equal("10.0.0.1:11111@42", address.ToParsableString());
        Assert.Equal("S10.0.0.1:11111:42", address.ToString());
        Assert.Equal(address, SiloAddress.FromParsableString("10.0.0.1:11111@42"));
        Assert.Equal(address.GetHashCode(), SiloAddress.FromParsableString("10.0.0.1:11111@42").GetHashCode());
        Assert.Equal(address.GetConsistentHashCode(), SiloAddress.New(IPAddress.Parse("10.0.0.1"), 11111, 42).GetConsistentHashCode());
        Assert.False(SiloAddress.TryParse("10.0.0.1:11111", out _));
        Assert.False(SiloAddress.TryParse((string?)null, out _));
        Assert.True(SiloAddress.New(address.Endpoint, 43).IsSuccessorOf(address));
        Assert.True(address.CompareTo(SiloAddress.New(address.Endpoint, 43)) < 0);
        Assert.True(SiloAddress.New(address.Endpoint, -1).IsClient);
    }

    [Fact]
    public void Identities_are_serialized()
    {
        var id = GrainId.Create("queue", "topic/3");
        Assert.Equal(id, SerializerFixture.RoundTrip(id));
        Assert.Equal(default, SerializerFixture.RoundTrip(default(GrainId)));
        Assert.Equal(id.Type, SerializerFixture.RoundTrip(id.Type));
        var address = SiloAddress.New(IPAddress.IPv6Loopback, 1, 2);
        Assert.Equal(address, SerializerFixture.RoundTrip(address));
        Assert.Equal(address, SerializerFixture.RoundTrip(new Generic<SiloAddress> { Value = address }).Value);
        Assert.Equal(address.Endpoint, SerializerFixture.RoundTrip(address.Endpoint));
        Assert.Equal(IPAddress.Loopback, SerializerFixture.RoundTrip(IPAddress.Loopback));
    }
}
