namespace Orleans.Embedded;

/// <summary>The default: work runs on the thread pool.</summary>
internal sealed class ThreadPoolScheduler : IWorkScheduler
{
    /// <summary>Enough to make the hand-over to the pool cheap, few enough that no activation holds a thread for long.</summary>
    public int TurnsPerItem => 128;

    public bool CompletesByItem => false;

    public void Enter()
    {
        // Every thread may.
    }

    public void Schedule(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
}
