namespace Orleans.Streams;

/// <summary>Resuming with delegates.</summary>
public static class StreamSubscriptionHandleExtensions
{
    /// <summary>Resumes with delegates.</summary>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<T, StreamSequenceToken?, Task> onNextAsync,
        Func<Exception, Task> onErrorAsync,
        Func<Task> onCompletedAsync,
        StreamSequenceToken? token = null) => Resume(handle, onNextAsync, onErrorAsync, onCompletedAsync, token);

    /// <summary>Resumes with delegates.</summary>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<T, StreamSequenceToken?, Task> onNextAsync,
        Func<Exception, Task> onErrorAsync,
        StreamSequenceToken? token = null) => Resume(handle, onNextAsync, onErrorAsync, null, token);

    /// <summary>Resumes with delegates.</summary>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<T, StreamSequenceToken?, Task> onNextAsync,
        Func<Task> onCompletedAsync,
        StreamSequenceToken? token = null) => Resume(handle, onNextAsync, null, onCompletedAsync, token);

    /// <summary>Resumes with a delegate.</summary>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<T, StreamSequenceToken?, Task> onNextAsync,
        StreamSequenceToken? token = null) => Resume(handle, onNextAsync, null, null, token);

    /// <summary>Resumes with delegates that take batches.</summary>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<IList<SequentialItem<T>>, Task> onNextAsync,
        Func<Exception, Task> onErrorAsync,
        Func<Task> onCompletedAsync,
        StreamSequenceToken? token = null) => ResumeBatches(handle, onNextAsync, onErrorAsync, onCompletedAsync, token);

    /// <summary>Resumes with delegates that take batches.</summary>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<IList<SequentialItem<T>>, Task> onNextAsync,
        Func<Exception, Task> onErrorAsync,
        StreamSequenceToken? token = null) => ResumeBatches(handle, onNextAsync, onErrorAsync, null, token);

    /// <summary>Resumes with delegates that take batches.</summary>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<IList<SequentialItem<T>>, Task> onNextAsync,
        Func<Task> onCompletedAsync,
        StreamSequenceToken? token = null) => ResumeBatches(handle, onNextAsync, null, onCompletedAsync, token);

    /// <summary>Resumes with a delegate that takes batches.</summary>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<IList<SequentialItem<T>>, Task> onNextAsync,
        StreamSequenceToken? token = null) => ResumeBatches(handle, onNextAsync, null, null, token);

    private static Task<StreamSubscriptionHandle<T>> Resume<T>(
        StreamSubscriptionHandle<T> handle,
        Func<T, StreamSequenceToken?, Task> onNext,
        Func<Exception, Task>? onError,
        Func<Task>? onCompleted,
        StreamSequenceToken? token)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return handle.ResumeAsync(new DelegateObserver<T>(onNext, onError, onCompleted), token);
    }

    private static Task<StreamSubscriptionHandle<T>> ResumeBatches<T>(
        StreamSubscriptionHandle<T> handle,
        Func<IList<SequentialItem<T>>, Task> onNext,
        Func<Exception, Task>? onError,
        Func<Task>? onCompleted,
        StreamSequenceToken? token)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return handle.ResumeAsync(new DelegateBatchObserver<T>(onNext, onError, onCompleted), token);
    }
}
