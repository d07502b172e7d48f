namespace Orleans.Streams;

/// <summary>Takes the events of a stream.</summary>
/// <typeparam name="T">The events.</typeparam>
public interface IAsyncObserver<in T>
{
    /// <summary>Takes the next event. An exception makes the event be delivered again.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>The stream has ended; persistent streams never do.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>Something went wrong in the stream, such as an event that could not be delivered.</summary>
    Task OnErrorAsync(Exception ex);
}
