using System.Net;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using OrleansRocket.Tests.Engine.Serialization;

namespace OrleansRocket.Tests.Embedded.Serialization;

/// <summary>Values that have the right layout but that their type cannot hold.</summary>
public sealed class WrongBytesTests
{
    private delegate void Fill(ref Writer writer);

    [Fact]
    public void Numbers_out_of_the_range_of_their_type()
    {
        Refused<byte>((ref Writer writer) => writer.WriteValue(256u));
        Refused<sbyte>((ref Writer writer) => writer.WriteValue(-129));
        Refused<int>((ref Writer writer) => writer.WriteValue(int.MaxValue + 1L));
        Refused<ushort>((ref Writer writer) => writer.WriteValue(ulong.MaxValue));
        Refused<bool>((ref Writer writer) => writer.WriteValue(2u));
        Refused<char>((ref Writer writer) => writer.WriteValue(0x10000u));
        Refused<Colour>((ref Writer writer) => writer.WriteValue(1000u));
    }

    [Fact]
    public void Layouts_that_do_not_fit_the_type()
    {
        Refused<int>((ref Writer writer) => writer.WriteValue("1"));
        Refused<string>((ref Writer writer) => writer.WriteValue(1));
        Refused<Guid>((ref Writer writer) => writer.WriteValue(1));
        Refused<double>((ref Writer writer) => writer.WriteValue(1f));
        Refused<float>((ref Writer writer) => writer.WriteValue(1.0));
        Refused<Point>((ref Writer writer) => writer.WriteValue(1));
        Refused<Basics>((ref Writer writer) => writer.WriteValue(1));
        Refused<List<int>>((ref Writer writer) => writer.WriteValue(1));
        Refused<HashSet<int>>((ref Writer writer) => writer.WriteValue(1));
        Refused<Exception>((ref Writer writer) => writer.WriteValue(1));
        Refused<decimal>((ref Writer writer) => writer.WriteValue(1));
        Refused<byte[]>((ref Writer writer) => writer.WriteValue(1));
        Refused<int>((ref Writer writer) => writer.WriteValue<string?>(null));
        Refused<IComparable>((ref Writer writer) => writer.WriteValue(1));
    }

    [Fact]
    public void Times_that_do_not_exist()
    {
        Refused<DateTime>((ref Writer writer) => Fixed64(ref writer, ulong.MaxValue));
        Refused<DateTime>((ref Writer writer) => Fixed64(ref writer, (ulong)DateTime.MaxValue.Ticks + 1));
        Refused<DateOnly>((ref Writer writer) => writer.WriteValue(uint.MaxValue));
        Refused<TimeOnly>((ref Writer writer) => writer.WriteValue(ulong.MaxValue));
        Refused<DateTimeOffset>((ref Writer writer) => Fixed128(ref writer, 0, 60));
        Refused<DateTimeOffset>((ref Writer writer) => Fixed128(ref writer, (ulong)DateTime.UnixEpoch.Ticks, 15 * 60));
        Refused<DateTimeOffset>((ref Writer writer) => Fixed128(ref writer, ulong.MaxValue, 0));
        Refused<decimal>((ref Writer writer) => Fixed128(ref writer, 0, ulong.MaxValue));
    }

    [Fact]
    public void Texts_that_cannot_be_parsed()
    {
        Refused<Uri>((ref Writer writer) => writer.WriteValue("http://"));
        Refused<Version>((ref Writer writer) => writer.WriteValue("one.two"));
    }

    [Fact]
    public void Bytes_of_the_wrong_length()
    {
        Refused<IPAddress>((ref Writer writer) => writer.WriteValue(new byte[5]));
        Refused<IPEndPoint>((ref Writer writer) => writer.WriteValue(new byte[4]));
        Refused<int[]>((ref Writer writer) => writer.WriteValue(new byte[6]));
        Refused<GrainId>((ref Writer writer) => writer.WriteValue(new List<string> { "one" }));
        Refused<SiloAddress>((ref Writer writer) => writer.WriteValue(new List<string> { "one", "two" }));
    }

    [Fact]
    public void Dictionaries_with_keys_twice_null_or_without_value()
    {
        Refused<Dictionary<string, string>>((ref Writer writer) => Map(ref writer, "a", "1", "a", "2"));
        Refused<Dictionary<string, string>>((ref Writer writer) => Map(ref writer, "a", "1", "b"));
        Refused<Dictionary<string, string?>>((ref Writer writer) => Map(ref writer, null, "1"));
    }

    [Fact]
    public void A_type_whose_own_code_throws_while_it_is_read()
    {
        var bytes = SerializerFixture.Serializer.SerializeToArray(new Fussy(1));
        Assert.Equal(1, SerializerFixture.Serializer.Deserialize<Fussy>(bytes)!.Value);
        var error = Refused<Fussy>((ref Writer writer) =>
        {
            writer.WriteHeader(0, WireType.Object);
            writer.WriteHeader(0, WireType.VarInt);
            writer.WriteVarInt(-1);
            writer.WriteHeader(0, WireType.End);
        });
        Assert.IsType<ArgumentOutOfRangeException>(error.InnerException);
    }

    private static SerializerException Refused<T>(Fill fill)
    {
        var writer = new Writer(null);
        fill(ref writer);
        var bytes = writer.ToArray();
        writer.Dispose();
        return Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.Deserialize<T>(bytes));
    }

    private static void Fixed64(ref Writer writer, ulong value)
    {
        writer.WriteHeader(0, WireType.Fixed64);
        writer.WriteFixed64(value);
    }

    private static void Fixed128(ref Writer writer, ulong low, ulong high)
    {
        writer.WriteHeader(0, WireType.Fixed128);
        writer.WriteFixed64(low);
        writer.WriteFixed64(high);
    }

    private static void Map(ref Writer writer, params string?[] items)
    {
        writer.WriteHeader(0, WireType.Object);
        writer.WriteHeader(1, WireType.Sequence);
        writer.WriteVarUInt((uint)items.Length);
        foreach (var item in items)
        {
            writer.WriteValue(item);
        }

        writer.WriteHeader(0, WireType.End);
    }

    [GenerateSerializer]
    public sealed class Fussy
    {
        private int _value;

        public Fussy(int value) => Value = value;

        private Fussy()
        {
        }

        [Id(0)]
        public int Value
        {
            get => _value;
            private set
            {
                ArgumentOutOfRangeException.ThrowIfNegative(value);
                _value = value;
            }
        }
    }
}
