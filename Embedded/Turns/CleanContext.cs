namespace Orleans.Embedded;

/// <summary>The execution context without any value in it, which every request starts from.</summary>
internal static class CleanContext
{
    private static readonly ExecutionContext Empty = CaptureOnFreshThread();

    /// <summary>Takes values that an earlier turn left behind on this thread away, so that no request sees another's.</summary>
    public static void Enter()
    {
        if (!ReferenceEquals(ExecutionContext.Capture(), Empty))
        {
            ExecutionContext.Restore(Empty);
        }
    }

    /// <summary>A timer, not yet set, whose callback sees no values of the flow that makes it.</summary>
    public static ITimer NewTimer(TimeProvider time, TimerCallback callback, object state)
    {
        var suppresses = !ExecutionContext.IsFlowSuppressed();
        if (suppresses)
        {
            ExecutionContext.SuppressFlow();
        }

        try
        {
            return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            if (suppresses)
            {
                ExecutionContext.RestoreFlow();
            }
        }
    }

    private static ExecutionContext CaptureOnFreshThread()
    {
        ExecutionContext? captured = null;
        var thread = new Thread(() => captured = ExecutionContext.Capture()) { IsBackground = true };
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    }
}
