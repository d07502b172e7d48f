using Orleans.Streams;

namespace OrleansRocket.Bench.Streams;

/// <inheritdoc/>
[GrainType("bench.stream-counter"), Orleans.Placement.PreferLocalPlacement]
internal sealed class StreamCounterGrain : Grain, IStreamCounterGrain
{
    private static long _received;
    private static long _wanted;
    private static TaskCompletionSource _all = new();

    /// <summary>Completes when a number of events have come since now.</summary>
    public static Task Expect(long events)
    {
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _wanted, events);
        Volatile.Write(ref _received, 0);
        return _all.Task;
    }

    public Task Subscribe(string provider) =>
        this.GetStreamProvider(provider).GetStream<byte[]>(StreamsBench.Stream(this.GetPrimaryKeyLong())).SubscribeAsync(Take);

    private static Task Take(byte[] body, StreamSequenceToken? token)
    {
        if (Interlocked.Increment(ref _received) == Volatile.Read(ref _wanted))
            _all.TrySetResult();
        return Task.CompletedTask;
    }
}
