using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansRocket.Tests.Embedded.Streams;

[ImplicitStreamSubscription(Namespace)]
public sealed class CountingGrain : Grain, ICountingGrain, IStreamSubscriptionObserver, IAsyncObserver<byte[]>
{
    public const string Namespace = "counted";

    private static long _count;

    /// <summary>All that has come to all grains of this kind.</summary>
    public static long Count => Volatile.Read(ref _count);

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<byte[]>().ResumeAsync(this);

    public Task OnNextAsync(byte[] item, StreamSequenceToken? token = null)
    {
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.FromException(ex);
}
