namespace Orleans.Streams;

/// <summary>A stream: one may produce into it and subscribe to it. It always exists.</summary>
/// <typeparam name="T">The events.</typeparam>
public interface IAsyncStream<T> :
    IAsyncStream,
    IEquatable<IAsyncStream<T>>,
    IComparable<IAsyncStream<T>>,
    IAsyncObservable<T>,
    IAsyncBatchObservable<T>,
    IAsyncBatchProducer<T>
{
    /// <summary>The subscriptions of this grain, or of this client, to the stream.</summary>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}
