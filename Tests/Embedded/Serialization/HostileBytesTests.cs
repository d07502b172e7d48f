using System.Diagnostics;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using OrleansRocket.Tests.Engine.Serialization;
using static OrleansRocket.Tests.Engine.Serialization.SerializerFixture;

namespace OrleansRocket.Tests.Embedded.Serialization;

/// <summary>Whatever the bytes are, reading them ends soon, allocates in proportion to their length, and throws nothing but a SerializerException.</summary>
public sealed class HostileBytesTests
{
    private const int AllowedAllocation = 1_000_000;
    private const int AllowedAllocationPerByte = 2_000;

    private static readonly Action<byte[]>[] Readers =
    [
        bytes => SerializerFixture.Serializer.Deserialize<Basics>(bytes),
        bytes => SerializerFixture.Serializer.Deserialize<Collections>(bytes),
        bytes => SerializerFixture.Serializer.Deserialize<Zoo>(bytes),
        bytes => SerializerFixture.Serializer.Deserialize<Node>(bytes),
        bytes => SerializerFixture.Serializer.Deserialize<object>(bytes),
        bytes => SerializerFixture.Serializer.Deserialize<Exception>(bytes),
        bytes => SerializerFixture.Serializer.Deserialize<EventV1>(bytes),
        bytes => SerializerFixture.Serializer.Deserialize<List<GrainId>>(bytes),
    ];

    [Fact]
    public void Damaged_bytes_are_read_or_refused()
    {
        var seed = Environment.GetEnvironmentVariable("HOSTILE_SEED") is { } text ? int.Parse(text, null) : Environment.TickCount;
        var random = new Random(seed);
        var samples = Samples();
        var clock = Stopwatch.StartNew();
        var (read, refused) = (0, 0);
        while (clock.ElapsedMilliseconds < 1500)
        {
            var bytes = Damage(samples[random.Next(samples.Length)], random);
            var reader = random.Next(Readers.Length);
            if (Read(bytes, reader, $"HOSTILE_SEED={seed}, reader {reader}, bytes {Convert.ToHexString(bytes)}"))
            {
                read++;
            }
            else
            {
                refused++;
            }
        }

        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused: the damage no longer tests both.");
    }

    [Fact]
    public void Bytes_cut_short_at_every_place_are_refused()
    {
        var whole = SerializerFixture.Serializer.SerializeToArray(RoundTripTests.SampleCollections());
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.Deserialize<Collections>(whole[..length]));
        }
    }

    [Theory]
    [InlineData((int)WireType.Sequence)]
    [InlineData((int)WireType.Bytes)]
    public void A_length_greater_than_the_bytes_costs_nothing(int wire)
    {
        var writer = new Writer(null);
        writer.WriteHeader(0, (WireType)wire);
        writer.WriteVarUInt(int.MaxValue);
        var bytes = writer.ToArray();
        writer.Dispose();
        Assert.False(Read(bytes, 4, "object"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.Deserialize<byte[]>(bytes));
        Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.Deserialize<List<Guid>>(bytes));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public void Endless_nesting_is_refused_and_not_a_stack_overflow()
    {
        foreach (var wire in new[] { WireType.Object, WireType.Tracked, WireType.Sequence, WireType.Typed })
        {
            var writer = new Writer(null);
            for (var i = 0; i < 100_000; i++)
            {
                writer.WriteHeader(0, wire);
                if (wire == WireType.Sequence)
                {
                    writer.WriteVarUInt(1);
                }
                else if (wire == WireType.Typed)
                {
                    writer.WriteType(typeof(object[]));
                }
            }

            var bytes = writer.ToArray();
            writer.Dispose();
            for (var reader = 0; reader < Readers.Length; reader++)
            {
                Assert.False(Read(bytes, reader, wire.ToString()));
            }
        }
    }

    [Fact]
    public void A_value_nested_too_deep_is_refused_when_written_and_copied()
    {
        Node? chain = null;
        for (var i = 0; i <= Writer.MaxDepth; i++)
        {
            chain = new Node { Next = chain };
        }

        Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.SerializeToArray(chain));
        Assert.Throws<SerializerException>(() => Copier.Copy(chain));
    }

    [Fact]
    public void References_to_what_is_not_there_are_refused()
    {
        var writer = new Writer(null);
        writer.WriteHeader(0, WireType.Reference);
        writer.WriteVarUInt(0);
        var bytes = writer.ToArray();
        writer.Dispose();
        var error = Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.Deserialize<Node>(bytes));
        Assert.Contains("number 0", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.Diagnostics.Process,System.Diagnostics.Process")]
    [InlineData("System.IO.FileStream,System.Private.CoreLib")]
    [InlineData("No.Such.Type,No.Such.Assembly")]
    [InlineData("nonsense")]
    public void Only_types_with_a_codec_are_made_from_bytes(string name)
    {
        var writer = new Writer(null);
        writer.WriteHeader(0, WireType.Typed);
        writer.WriteVarUInt(0);
        writer.WriteBytes([0, (byte)name.Length, 0, .. System.Text.Encoding.UTF8.GetBytes(name)]);
        writer.WriteHeader(0, WireType.Object);
        writer.WriteHeader(0, WireType.End);
        var bytes = writer.ToArray();
        writer.Dispose();
        Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.Deserialize<object>(bytes));
    }

    [Fact]
    public void A_value_of_an_unrelated_type_is_refused()
    {
        var bytes = SerializerFixture.Serializer.SerializeToArray<object>(new Positional("n", 1, []));
        var error = Assert.Throws<SerializerException>(() => SerializerFixture.Serializer.Deserialize<Animal>(bytes));
        Assert.Contains(nameof(Positional), error.Message, StringComparison.Ordinal);
    }

    private static bool Read(byte[] bytes, int reader, string replay)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Readers[reader](bytes);
            return true;
        }
        catch (SerializerException)
        {
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.GetType()} from {replay}", e);
        }
        finally
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < AllowedAllocation + ((long)bytes.Length * AllowedAllocationPerByte), $"{allocated} bytes allocated by {replay}");
        }
    }

    private static byte[] Damage(byte[] sample, Random random)
    {
        if (random.Next(20) == 0)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return noise;
        }

        var bytes = new List<byte>(sample);
        for (var i = random.Next(4); i >= 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.Insert(at, (byte)random.Next(256)); break;
                case 3: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 10))); break;
                default: bytes.InsertRange(at, sample.Skip(random.Next(sample.Length)).Take(random.Next(20)).ToArray()); break;
            }
        }

        return [.. bytes];
    }

    private static byte[][] Samples()
    {
        var root = new Node { Name = "root" };
        root.Children.AddRange([root, new Node { Next = root }, new Node()]);
        var zoo = new Zoo { Favourite = new Dog("d", true), Animals = [new Snake("s", 1), new Animal("a")], Anything = new object[] { 1, root, "x" }, Vehicle = Car.Create("p", 1) };
        Exception error = new QuotaException("q", new AggregateException(new TimeoutException(), new QuotaException())) { Limit = 1, Resource = "r" };
        return
        [
            SerializerFixture.Serializer.SerializeToArray(new Basics { Text = "text", Maybe = 1, Uri = new Uri("a://b"), Version = new Version(1, 2), Decimal = 1.5m, Zoned = DateTimeOffset.UnixEpoch }),
            SerializerFixture.Serializer.SerializeToArray(RoundTripTests.SampleCollections()),
            SerializerFixture.Serializer.SerializeToArray(zoo),
            SerializerFixture.Serializer.SerializeToArray(root),
            SerializerFixture.Serializer.SerializeToArray<object>(zoo),
            SerializerFixture.Serializer.SerializeToArray(error),
            SerializerFixture.Serializer.SerializeToArray<object>(error),
            SerializerFixture.Serializer.SerializeToArray(new EventV2("n", 1, "s")),
            SerializerFixture.Serializer.SerializeToArray(new List<GrainId> { GrainId.Create("t", "k") }),
        ];
    }
}
