using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Types;
using OrleansRocket.Tests.Engine.Serialization;

namespace OrleansRocket.Tests.Embedded.Serialization;

public sealed class ShapeErrorTests
{
    [Fact]
    public void Two_members_of_one_id_are_refused_by_name()
    {
        var error = Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.SerializeToArray(new SameIds()));
        Assert.Contains(nameof(SameIds.First), error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(SameIds.Second), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_cannot_be_set_is_refused_by_name()
    {
        var error = Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.SerializeToArray(new Computed()));
        Assert.Contains(nameof(Computed.Value), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_with_code_of_its_own_is_read_and_set_by_it()
    {
        var back = SerializerFixture.RoundTrip(new Celsius { Fahrenheit = 212 });
        Assert.Equal(100, back.Degrees, 3);
        Assert.Equal(100, SerializerFixture.Copier.Copy(back)!.Degrees, 3);
    }

    [Fact]
    public void A_comparer_that_the_other_side_cannot_have_is_refused()
    {
        var map = new Dictionary<string, int>(StringComparer.CurrentCulture) { ["a"] = 1 };
        Assert.Throws<CodecNotFoundException>(() => SerializerFixture.Serializer.SerializeToArray(map));
    }

    [Fact]
    public void A_reference_outside_a_cluster_is_refused()
    {
        var serializer = SerializerFixture.Serializer;
        Assert.Throws<NotSupportedException>(() => serializer.SerializeToArray<Invocation.ICalculator>(new Invocation.Calculator()));
    }

    [Theory]
    [InlineData(typeof(int))]
    [InlineData(typeof(Dog))]
    [InlineData(typeof(Point[][]))]
    [InlineData(typeof(Generic<Dictionary<string, List<Guid?>>>))]
    [InlineData(typeof((int, Secret)))]
    [InlineData(typeof(Invocation.IInternalGrain))]
    [InlineData(typeof(QuotaException))]
    public void A_type_is_found_by_the_name_that_it_is_given(Type type) => Assert.Equal(type, TypeNames.Decode(TypeNames.Encode(type)));

    [Fact]
    public void An_alias_replaces_the_name_of_a_type()
    {
        Assert.Contains("tests.dog", System.Text.Encoding.UTF8.GetString(TypeNames.Encode(typeof(Dog))), StringComparison.Ordinal);
        Assert.Equal(typeof(Dog), TypeDirectory.Find("tests.dog"));
    }

    [Fact]
    public void An_exception_of_a_type_that_is_not_known_here_keeps_its_message_and_the_type_s_name()
    {
        var writer = new Writer(null);
        writer.WriteHeader(0, WireType.Object);
        writer.WriteHeader(0, WireType.Bytes);
        const string Name = "Gone.LostException,Gone";
        writer.WriteBytes([0, (byte)Name.Length, 0, .. System.Text.Encoding.UTF8.GetBytes(Name)]);
        CodecCache<string>.Get().Write(ref writer, 1, "the message");
        CodecCache<string>.Get().Write(ref writer, 2, "at Gone.Method()");
        writer.WriteHeader(0, WireType.EndLevel);
        CodecCache<int>.Get().Write(ref writer, 0, 42);
        writer.WriteHeader(0, WireType.End);
        var bytes = writer.ToArray();
        writer.Dispose();

        var back = Assert.IsType<UnavailableExceptionFallbackException>(SerializerFixture.Serializer.Deserialize<Exception>(bytes));
        Assert.Equal("the message", back.Message);
        Assert.Equal(Name, back.ExceptionType);
        Assert.Contains(Name, back.ToString(), StringComparison.Ordinal);
        Assert.Contains("Gone.Method", back.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_names_of_types_that_are_not_known_are_refused_fast()
    {
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Null(TypeDirectory.Find($"No.Type{i},No.Assembly{i}"));
        }
    }

    [GenerateSerializer]
    public sealed class SameIds
    {
        [Id(3)] public int First { get; set; }

        [Id(3)] public int Second { get; set; }
    }

    [GenerateSerializer]
    public sealed class Computed
    {
        [Id(0)] public int Value => GetHashCode();
    }

    [GenerateSerializer]
    public sealed class Celsius
    {
        public double Degrees { get; private set; }

        [Id(0)]
        public double Fahrenheit
        {
            get => (Degrees * 9 / 5) + 32;
            set => Degrees = (value - 32) * 5 / 9;
        }
    }
}
