using Orleans.Serialization;
using Orleans.Serialization.Buffers;

namespace OrleansRocket.Tests.Embedded.Serialization;

public sealed class WriterReaderTests
{
    [Theory]
    [InlineData(0UL, 1)]
    [InlineData(127UL, 1)]
    [InlineData(128UL, 2)]
    [InlineData(16383UL, 2)]
    [InlineData(16384UL, 3)]
    [InlineData(ulong.MaxValue, 10)]
    public void Numbers_take_seven_bits_a_byte(ulong value, int length)
    {
        var writer = new Writer(null);
        writer.WriteVarUInt(value);
        Assert.Equal(length, writer.Length);
        var reader = new Reader(writer.Written, null);
        Assert.Equal(value, reader.ReadVarUInt());
        Assert.Equal(0, reader.Remaining);
        writer.Dispose();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(-64, 1)]
    [InlineData(64, 2)]
    [InlineData(long.MinValue, 10)]
    [InlineData(long.MaxValue, 10)]
    public void Small_negative_numbers_are_short(long value, int length)
    {
        var writer = new Writer(null);
        writer.WriteVarInt(value);
        Assert.Equal(length, writer.Length);
        Assert.Equal(value, new Reader(writer.Written, null).ReadVarInt());
        writer.Dispose();
    }

    [Theory]
    [InlineData(0u, 1)]
    [InlineData(7u, 1)]
    [InlineData(8u, 2)]
    [InlineData(1023u, 2)]
    [InlineData(uint.MaxValue, 6)]
    public void A_header_holds_any_id_and_few_bytes_for_small_ones(uint id, int length)
    {
        var writer = new Writer(null);
        writer.WriteHeader(id, WireType.Reference);
        Assert.Equal(length, writer.Length);
        var reader = new Reader(writer.Written, null);
        Assert.Equal(WireType.Reference, reader.ReadHeader(out var read));
        Assert.Equal(id, read);
        writer.Dispose();
    }

    [Fact]
    public void A_header_that_fills_the_last_byte_of_the_buffer_is_written()
    {
        var writer = new Writer(null);
        for (var i = 0; i < 5000; i++)
        {
            writer.WriteHeader((uint)(i % 8), WireType.Null);
        }

        var reader = new Reader(writer.Written, null);
        for (var i = 0; i < 5000; i++)
        {
            Assert.Equal(WireType.Null, reader.ReadHeader(out var id));
            Assert.Equal((uint)(i % 8), id);
        }

        writer.Dispose();
    }

    [Fact]
    public void Numbers_of_more_than_64_bits_are_refused()
    {
        Assert.Throws<SerializerException>(() => new Reader([.. Enumerable.Repeat((byte)0xFF, 9), 2], null).ReadVarUInt());
        Assert.Throws<SerializerException>(() => new Reader([.. Enumerable.Repeat((byte)0x80, 20)], null).ReadVarUInt());
        Assert.Throws<SerializerException>(() => new Reader([.. Enumerable.Repeat((byte)0xFF, 9), 1], null).ReadHeader(out _));
    }

    [Fact]
    public void Reading_past_the_end_is_refused()
    {
        Assert.Throws<SerializerException>(() => new Reader([], null).ReadHeader(out _));
        Assert.Throws<SerializerException>(() => new Reader([0x80], null).ReadVarUInt());
        Assert.Throws<SerializerException>(() => new Reader([1, 2, 3], null).ReadFixed32());
        Assert.Throws<SerializerException>(() => new Reader([1, 2, 3], null).ReadFixed64());
        Assert.Throws<SerializerException>(() => { new Reader([4, 1, 2, 3], null).ReadBytes(); });
        Assert.Throws<SerializerException>(() => new Reader([5, 1, 2, 3], null).ReadCount());
    }

    [Fact]
    public void A_detached_buffer_outlives_the_writer_until_it_is_returned()
    {
        var writer = new Writer(null);
        writer.WriteRaw([1, 2, 3]);
        var length = writer.Length;
        var buffer = writer.Detach();
        Assert.Equal(0, writer.Length);
        writer.Dispose();
        Assert.Equal([1, 2, 3], buffer[..length]);
        Writer.Return(buffer);
    }

    [Fact]
    public void A_buffer_grows_over_any_number_of_writes()
    {
        var random = new Random(7);
        var expected = new List<byte>();
        var writer = new Writer(null);
        for (var i = 0; i < 200; i++)
        {
            var piece = new byte[random.Next(3000)];
            random.NextBytes(piece);
            writer.WriteRaw(piece);
            expected.AddRange(piece);
        }

        Assert.Equal(expected, writer.ToArray());
        writer.Dispose();
    }

    [Fact]
    public void Every_layout_can_be_skipped()
    {
        var writer = new Writer(null);
        writer.WriteHeader(1, WireType.Object);
        writer.WriteValue(5);
        writer.WriteValue(1.5f);
        writer.WriteValue(1.5);
        writer.WriteValue(Guid.Empty);
        writer.WriteValue("text");
        writer.WriteValue<string?>(null);
        writer.WriteValue<object>(new List<object> { 1, "x" });
        writer.WriteHeader(0, WireType.EndLevel);
        writer.WriteValue(new[] { "a", "b" });
        writer.WriteValue(new Dictionary<string, int> { ["a"] = 1 });
        writer.WriteHeader(0, WireType.End);
        writer.WriteValue(42);
        var reader = new Reader(writer.Written, null);
        reader.Skip(reader.ReadHeader(out _));
        Assert.Equal(42, reader.ReadValue<int>());
        Assert.Equal(0, reader.Remaining);
        writer.Dispose();
    }

    [Theory]
    [InlineData((int)WireType.End)]
    [InlineData((int)WireType.EndLevel)]
    [InlineData(13)]
    [InlineData(15)]
    public void What_is_no_value_cannot_be_skipped(int wire) =>
        Assert.Throws<SerializerException>(() => new Reader([0, 0, 0, 0], null).Skip((WireType)wire));

    [Fact]
    public void Several_values_share_types_and_objects()
    {
        var shared = new Engine.Serialization.Node { Name = "n" };
        var writer = new Writer(null);
        writer.WriteValue<object>(shared);
        var first = writer.Length;
        writer.WriteValue<object>(shared);
        Assert.True(writer.Length - first < 8);
        var reader = new Reader(writer.Written, null);
        Assert.Same(reader.ReadValue<object>(), reader.ReadValue<object>());
        writer.Dispose();
    }

    [Fact]
    public void More_tracked_objects_than_are_searched_one_by_one_are_found_again()
    {
        var table = new ReferenceTable();
        var objects = Enumerable.Range(0, 100).Select(_ => new object()).ToArray();
        Assert.All(objects, each => Assert.Equal(-1, table.FindOrAdd(each)));
        for (var i = 0; i < objects.Length; i++)
        {
            Assert.Equal(i, table.FindOrAdd(objects[i]));
        }
    }
}
