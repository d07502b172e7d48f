using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Invocation;
using OrleansRocket.Tests.Embedded.Invocation;
using OrleansRocket.Tests.Engine.Serialization;

namespace OrleansRocket.Tests.Embedded.Serialization;

public sealed class AllocationTests
{
    private const int Rounds = 1000;

    private static readonly DeepCopier Copier = new(null);

    [Fact]
    public void A_call_with_values_as_arguments_costs_its_request_alone()
    {
        var runtime = new Sink();
        var proxy = (ICalculator)(object)ProxyFactory.Create(typeof(ICalculator), GrainId.Create("t", "k"), runtime);
        var perCall = Allocated(() => Complete(proxy.Move(new Point(1, 2), 3)));
        Assert.Same(runtime.Last, runtime.Last!.CopyFor(Copier));

        // An object's header and type, the point and the number.
        Assert.InRange(perCall, 1, 16 + 8 + 8);
        Assert.Equal(0, Allocated(() => runtime.Last.CopyFor(Copier)));
    }

    [Fact]
    public void An_immutable_argument_is_passed_on_without_a_copy()
    {
        var runtime = new Sink();
        var proxy = (ICalculator)(object)ProxyFactory.Create(typeof(ICalculator), GrainId.Create("t", "k"), runtime);
        byte[] bytes = [1];
        byte[] memory = [2];
        Complete(proxy.Count(bytes, memory));
        var copy = runtime.Last!.CopyFor(Copier);
        Assert.NotSame(runtime.Last, copy);
        Assert.Same(bytes, copy.GetArgument(0));
        Assert.NotEqual(new ReadOnlyMemory<byte>(memory), copy.GetArgument(1));
    }

    [Fact]
    public void Values_are_written_without_boxing()
    {
        var buffer = new byte[1];
        Assert.Equal(0, Allocated(() =>
        {
            var writer = new Writer(null);
            writer.WriteValue(5);
            writer.WriteValue(new Point(1, 2));
            writer.WriteValue<Guid?>(Guid.Empty);
            writer.WriteValue(new KeyValuePair<int, Colour>(1, Colour.Green));
            writer.WriteValue((1L, 2.5, TimeSpan.Zero));
            buffer[0] = writer.Written[0];
            writer.Dispose();
        }));
    }

    [Fact]
    public void Values_are_read_without_boxing()
    {
        var bytes = SerializerFixture.Serializer.SerializeToArray((1L, new Point(3, 4), Colour.Green));
        Assert.Equal(0, Allocated(() => SerializerFixture.Serializer.Deserialize<(long, Point, Colour)>(bytes)));
    }

    [Fact]
    public void A_large_body_is_copied_once_into_a_pooled_buffer_and_once_out_of_it()
    {
        var body = new ReadOnlyMemory<byte>(new byte[100_000]);
        Assert.InRange(
            Allocated(() =>
            {
                var writer = new Writer(null);
                writer.WriteValue(body);
                writer.Dispose();
            }),
            0,
            100);

        var bytes = SerializerFixture.Serializer.SerializeToArray(body);
        Assert.InRange(Allocated(() => SerializerFixture.Serializer.Deserialize<ReadOnlyMemory<byte>>(bytes)), 100_000, 100_200);
    }

    private static void Complete<T>(ValueTask<T> call) => Assert.True(call.IsCompletedSuccessfully);

    private static long Allocated(Action action)
    {
        for (var i = 0; i < Rounds; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            action();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }

    private sealed class Sink : IGrainReferenceRuntime
    {
        public GrainRequest? Last { get; private set; }

        public ValueTask<TResult> Invoke<TResult>(GrainReference target, GrainRequest<TResult> request)
        {
            Last = request;
            return default;
        }

        public void InvokeOneWay(GrainReference target, GrainRequest request) => Last = request;
    }
}
