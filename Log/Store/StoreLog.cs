using Microsoft.Extensions.Logging;

namespace OrleansRocket.Log.Store;

/// <summary>What the log tells operators. Event ids 1000 to 1099.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(1000, LogLevel.Information, "Store {Path} opened: clean stop {Clean}, {Queues} queue(s) on disk")]
    public static partial void Opened(ILogger logger, string path, bool clean, int queues);

    [LoggerMessage(1001, LogLevel.Information, "Store {Path} closed")]
    public static partial void Closed(ILogger logger, string path);

    [LoggerMessage(1002, LogLevel.Error, "The disk under {Path} is full ({Used:P1} used, {Free} bytes free): appends are refused")]
    public static partial void DiskFull(ILogger logger, string path, double used, long free);

    [LoggerMessage(1003, LogLevel.Information, "The disk under {Path} has space again ({Used:P1} used): appends are accepted")]
    public static partial void DiskHasSpace(ILogger logger, string path, double used);

    [LoggerMessage(1004, LogLevel.Warning, "Cannot ask for the free space of {Path}: {Reason}")]
    public static partial void DiskUnknown(ILogger logger, string path, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "{Queue}: cut {Bytes} byte(s) of a torn tail at offset {Offset}; sound batches behind the tear, never flushed, lost: {Lost}")]
    public static partial void TailCut(ILogger logger, string queue, long bytes, long offset, bool lost);

    [LoggerMessage(1006, LogLevel.Critical, "{Queue} is damaged and opened read-only: {Reason}")]
    public static partial void Corrupt(ILogger logger, string queue, string reason);

    [LoggerMessage(1007, LogLevel.Critical, "{Queue} accepts nothing more until it is opened anew: {Reason}")]
    public static partial void Latched(ILogger logger, string queue, string reason);

    [LoggerMessage(1008, LogLevel.Warning, "{Queue}: {File} could not be written ({Reason}); it will be rebuilt from the log")]
    public static partial void DerivedFileFailed(ILogger logger, string queue, string file, string reason);

    [LoggerMessage(1009, LogLevel.Information, "{Queue}: retired {Segments} segment(s), {Bytes} bytes ({Why}); the log starts at {Start}")]
    public static partial void Retired(ILogger logger, string queue, int segments, long bytes, string why, long start);

    [LoggerMessage(1010, LogLevel.Error, "Background work failed: {What}")]
    public static partial void BackgroundFailed(ILogger logger, string what, Exception error);

    [LoggerMessage(1011, LogLevel.Error, "The checkpoint could not be written ({Reason}); retention and truncation stop until the store is opened anew")]
    public static partial void CheckpointFailed(ILogger logger, string reason);

    [LoggerMessage(1012, LogLevel.Error, "{Queue}: a read met damage at offset {Offset}: {Reason}")]
    public static partial void ReadCorrupt(ILogger logger, string queue, long offset, string reason);

    [LoggerMessage(1013, LogLevel.Information, "{Queue}: compacted {Before} segment(s) into {After}, {BytesBefore} bytes into {BytesAfter}")]
    public static partial void Compacted(ILogger logger, string queue, int before, int after, long bytesBefore, long bytesAfter);

    [LoggerMessage(1014, LogLevel.Warning, "{Queue}: a spare segment could not be prepared ({Reason}); the next one is created when it is needed")]
    public static partial void SpareFailed(ILogger logger, string queue, string reason);

    [LoggerMessage(1015, LogLevel.Information, "{Queue}: the segment from offset {BaseOffset} had no usable index; rebuilt from the log")]
    public static partial void IndexRebuilt(ILogger logger, string queue, long baseOffset);

    [LoggerMessage(1016, LogLevel.Critical, "{Queues} queue(s) accept nothing more until they are opened anew, because flushing the file system under {Path} failed ({Reason}); from now on each queue is flushed by itself")]
    public static partial void FlushTogetherFailed(ILogger logger, int queues, string path, string reason);

    [LoggerMessage(1017, LogLevel.Warning, "The index {Path} cannot be read ({Reason}); the log is searched in its place, and it is made anew")]
    public static partial void IndexUnreadable(ILogger logger, string path, string reason);
}
