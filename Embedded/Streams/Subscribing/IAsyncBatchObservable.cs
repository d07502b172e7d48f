namespace Orleans.Streams;

/// <summary>What can be subscribed to batch by batch.</summary>
/// <typeparam name="T">The events.</typeparam>
public interface IAsyncBatchObservable<T>
{
    /// <summary>Subscribes. What comes from here on is delivered.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer);

    /// <summary>Subscribes from a position on, that event included.</summary>
    /// <exception cref="ArgumentNullException">There is a position, but the provider cannot go back.</exception>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token);
}
