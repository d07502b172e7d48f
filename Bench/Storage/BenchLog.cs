using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Storage;

/// <summary>One queue in a store of its own.</summary>
internal sealed class BenchLog : IAsyncDisposable
{
    private const string Topic = "bench";
    private const int Epoch = 1;

    private readonly LogStore _store;

    public BenchLog(string path, BenchOptions options, long retentionBytes = -1, int? flushBytes = null)
    {
        var store = new LogStoreOptions { Path = path, StoreName = "bench", SegmentBytes = options.SegmentBytes };
        _store = LogStore.Open(flushBytes is { } bytes ? store with { FlushBytes = bytes } : store);
        Queue = _store.OpenQueue(Topic, 0, new QueueLogOptions { Flush = options.Flush, RetentionBytes = retentionBytes });
        Queue.BeginEpoch(Epoch);
    }

    public QueueLog Queue { get; }

    /// <summary>Files of retired segments that are ready to be written again, their pages in memory.</summary>
    public int Spares => _store.SpareCount;

    /// <summary>Appends a batch.</summary>
    /// <returns>The offset behind it.</returns>
    /// <exception cref="InvalidOperationException">The log refuses it.</exception>
    public long Append(ProducedBatch batch)
    {
        var outcome = Queue.Append(batch.Next().Span, Epoch);
        return outcome.Status == AppendStatus.Appended
            ? outcome.EndOffset
            : throw new InvalidOperationException($"the log refuses an append: {outcome.Status}: {outcome.Detail}");
    }

    public async ValueTask DisposeAsync()
    {
        // Deleted first: closing would flush gigabytes that nobody is going to read.
        _store.DeleteQueue(Topic, 0);
        await _store.DisposeAsync();
    }
}
