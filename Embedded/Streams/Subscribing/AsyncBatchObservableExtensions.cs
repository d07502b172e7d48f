namespace Orleans.Streams;

/// <summary>Subscribing to batches with delegates.</summary>
public static class AsyncBatchObservableExtensions
{
    /// <summary>Subscribes to batches with delegates.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncBatchObservable<T> obs,
        Func<IList<SequentialItem<T>>, Task> onNextAsync,
        Func<Exception, Task> onErrorAsync,
        Func<Task> onCompletedAsync) => Subscribe(obs, onNextAsync, onErrorAsync, onCompletedAsync);

    /// <summary>Subscribes to batches with delegates.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncBatchObservable<T> obs, Func<IList<SequentialItem<T>>, Task> onNextAsync, Func<Exception, Task> onErrorAsync) =>
        Subscribe(obs, onNextAsync, onErrorAsync, null);

    /// <summary>Subscribes to batches with delegates.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncBatchObservable<T> obs, Func<IList<SequentialItem<T>>, Task> onNextAsync, Func<Task> onCompletedAsync) =>
        Subscribe(obs, onNextAsync, null, onCompletedAsync);

    /// <summary>Subscribes to batches with a delegate.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncBatchObservable<T> obs, Func<IList<SequentialItem<T>>, Task> onNextAsync) =>
        Subscribe(obs, onNextAsync, null, null);

    private static Task<StreamSubscriptionHandle<T>> Subscribe<T>(
        IAsyncBatchObservable<T> obs,
        Func<IList<SequentialItem<T>>, Task> onNext,
        Func<Exception, Task>? onError,
        Func<Task>? onCompleted)
    {
        ArgumentNullException.ThrowIfNull(obs);
        return obs.SubscribeAsync(new DelegateBatchObserver<T>(onNext, onError, onCompleted));
    }
}
