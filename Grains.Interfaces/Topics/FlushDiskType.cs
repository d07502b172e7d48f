namespace OrleansRocket;

/// <summary>When a message counts as stored.</summary>
public enum FlushDiskType
{
    /// <summary>In the operating system's page cache: survives the death of the process, not a loss of power. Flushed every 500 ms.</summary>
    AsyncFlush = 0,

    /// <summary>On disk, after <c>fdatasync</c>; messages that arrive together share one flush.</summary>
    SyncFlush = 1,
}
