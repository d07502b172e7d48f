namespace OrleansRocket.Log.Store;

/// <summary>Background work on the thread pool.</summary>
public sealed class ThreadPoolLogScheduler : ILogScheduler
{
    /// <summary>The one instance.</summary>
    public static ThreadPoolLogScheduler Instance { get; } = new();

    /// <inheritdoc/>
    public void Run(Action work) =>
        ThreadPool.UnsafeQueueUserWorkItem(static action => action(), work, preferLocal: false);
}
