using System.Net;
using OrleansRocket.Silo.Errors;
using OrleansRocket.Silo.Hosting;

namespace OrleansRocket.Tests.Silo.Hosting;

public sealed class AdvertisedHostTests
{
    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("::1", "::1")]
    [InlineData("localhost", "127.0.0.1")]
    public void A_broker_is_found_at_an_address_or_at_that_of_a_name(string host, string address) =>
        Assert.Equal(IPAddress.Parse(address), AdvertisedHost.Resolve(host));

    [Fact]
    public void A_name_without_an_address_is_refused()
    {
        var refused = Assert.Throws<RefusedException>(() => AdvertisedHost.Resolve("no-such-host.invalid"));

        Assert.Contains("--advertise is 'no-such-host.invalid', whose address cannot be found", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
    }
}
