namespace Orleans.Streams;

/// <summary>Takes the events of a stream in batches, as the adapter has them.</summary>
/// <typeparam name="T">The events.</typeparam>
public interface IAsyncBatchObserver<T>
{
    /// <summary>Takes the next events. An exception makes all of them be delivered again.</summary>
    Task OnNextAsync(IList<SequentialItem<T>> items);

    /// <summary>The stream has ended; persistent streams never do.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>Something went wrong in the stream, such as a batch that could not be delivered.</summary>
    Task OnErrorAsync(Exception ex);
}
