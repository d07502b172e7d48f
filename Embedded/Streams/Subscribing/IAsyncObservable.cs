namespace Orleans.Streams;

/// <summary>What can be subscribed to event by event.</summary>
/// <typeparam name="T">The events.</typeparam>
public interface IAsyncObservable<T>
{
    /// <summary>Subscribes. What comes from here on is delivered.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);

    /// <summary>Subscribes from a position on, that event included.</summary>
    /// <param name="observer">Takes the events.</param>
    /// <param name="token">The first event that is wanted; null for those that come from here on.</param>
    /// <param name="filterData">What the provider's filter gets to see of this subscription.</param>
    /// <exception cref="ArgumentNullException">There is a position, but the provider cannot go back.</exception>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null);
}
