using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;

namespace OrleansRocket.Queues;

/// <summary>One replica: committed when written (asynchronous flush) or when on disk (synchronous flush).</summary>
internal sealed class SingleReplication(QueueLog log, FlushDiskType flush, TimeProvider time, Action committed) : IQueueReplication
{
    /// <summary>RocketMQ's <c>syncFlushTimeout</c>.</summary>
    public static readonly TimeSpan SyncFlushTimeout = TimeSpan.FromSeconds(5);

    public long CommittedOffset => flush == FlushDiskType.SyncFlush ? log.DurableOffset : log.EndOffset;

    public string? WhyReadOnly => null;

    public IEnumerable<ReplicaDescription> Describe() => [];

    public void Dispose()
    {
        // Nothing is held: who waits, waits for the log.
    }

    public ValueTask<SendStatus> Commit(long endOffset)
    {
        if (CommittedOffset < endOffset)
            return WaitForFlush(endOffset);
        committed();
        return ValueTask.FromResult(SendStatus.SendOk);
    }

    private async ValueTask<SendStatus> WaitForFlush(long endOffset)
    {
        var flushed = InTurn(log.WaitDurable(endOffset, CancellationToken.None));
        try
        {
            await flushed.WaitAsync(SyncFlushTimeout, time);
            committed();
            return SendStatus.SendOk;
        }
        catch (TimeoutException)
        {
            // The message is stored, and becomes readable when the flush ends after all.
            _ = TellWhenFlushed(flushed);
            return SendStatus.FlushDiskTimeout;
        }
    }

    /// <summary>Brings the end of the flush, which comes on a thread of the log, into a turn of the grain before anything else hears of it.</summary>
    private static async Task InTurn(ValueTask flushed) => await flushed;

    private async Task TellWhenFlushed(Task flushed)
    {
        try
        {
            await flushed;
            committed();
        }
        catch (FlushFailedException)
        {
            // The log is latched: every later append says so.
        }
    }
}
