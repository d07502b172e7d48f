namespace Orleans.Streams;

/// <summary>Takes events for a stream.</summary>
/// <typeparam name="T">The events.</typeparam>
public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
{
    /// <summary>Produces several events. They are stored when the task has ended.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="token">A position that the producer chooses; most adapters want null.</param>
    Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null);
}
