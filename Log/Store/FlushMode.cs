namespace OrleansRocket.Log.Store;

/// <summary>When an append may be reported (RocketMQ's flushDiskType).</summary>
public enum FlushMode
{
    /// <summary>
    /// ASYNC_FLUSH: at once. Survives the death of the process; the crash of the machine can cost what was appended since the
    /// last flush.
    /// </summary>
    Async,

    /// <summary>SYNC_FLUSH: after it is on disk. All appends that wait at the same time share one flush.</summary>
    Sync,
}
