using OrleansRocket.CrashHost;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;
using OrleansRocket.Log.Verify;

namespace OrleansRocket.Tests.Crash;

/// <summary>
/// What must hold of a store whose process was killed. The verifier finds nothing wrong, before the recovery as after it. Every record
/// that was promised is there, flushed or not, with its own bytes; behind them at most the one batch that was under way; nothing else.
/// Offsets have no gap, except in the compacted queue, which has the last record of each key. Retention has kept what it must. Leader
/// epochs are not forgotten. Producers' sequences are remembered: the last batch sent again is a duplicate with the offsets of then, the
/// batch that was under way can be sent again, and what comes next is appended.
/// </summary>
internal static class SurvivorCheck
{
    private const int LongestBatch = 3;

    public static async Task Run(string data, string acks)
    {
        var acked = AckedQueue.Read(acks);
        Verify(data, acked.Values.All(queue => queue.Records.Count == 0));
        await using (var store = LogStore.Open(CrashQueue.StoreOptions(data)))
        {
            foreach (var queue in CrashQueue.All)
                await Check(queue, store.OpenQueue(queue.Topic, 0, queue.Options), acked[queue.Topic]);
            Assert.Empty(store.Recovery.CorruptQueues);
        }

        Verify(data, mayBeNone: false);
        Assert.False(File.Exists(Path.Combine(data, "abort")));
    }

    private static void Verify(string data, bool mayBeNone)
    {
        // It died in the first moment of a new store.
        if (mayBeNone && !File.Exists(Path.Combine(data, "store")))
            return;
        using var verifier = new LogVerifier(data);
        Assert.Empty(verifier.Verify().Queues.SelectMany(queue => queue.Problems));
    }

    private static async Task Check(CrashQueue queue, QueueLog log, AckedQueue acked)
    {
        Assert.False(log.IsFailed, $"{queue.Topic}: {log.Failure?.Message}");
        CheckEnds(queue, log, acked);
        CheckRecords(queue, log, acked);
        Assert.True(log.Promised.Epoch >= acked.Epoch, $"{queue.Topic}: epoch {acked.Epoch} is forgotten, the last is {log.Promised.Epoch}");
        await GoOn(queue, log, acked);
    }

    private static void CheckEnds(CrashQueue queue, QueueLog log, AckedQueue acked)
    {
        if (acked.MayBeGone && log.EndOffset == 0)
            return;
        var least = acked.MayEndAt is { } cut ? cut - LongestBatch + 1 : acked.EndOffset;
        Assert.True(log.EndOffset >= least && log.EndOffset <= acked.EndOffset + LongestBatch,
            $"{queue.Topic} ends at {log.EndOffset}, but was acknowledged up to {acked.EndOffset}");
        if (queue.Options.RetentionBytes < 0)
            Assert.Equal(0, log.StartOffset);
        else
            Assert.True(log.StartOffset == 0 || log.SizeInBytes >= queue.Options.RetentionBytes, $"{queue.Topic} kept {log.SizeInBytes} bytes only");
    }

    private static void CheckRecords(CrashQueue queue, QueueLog log, AckedQueue acked)
    {
        var found = Records(queue, log);
        foreach (var (offset, epoch) in found)
            Assert.True(!acked.Records.TryGetValue(offset, out var promised) || promised == epoch, $"{queue.Topic}/{offset} has epoch {epoch}, not {promised}");
        var expected = Enumerable.Range((int)log.StartOffset, (int)(log.EndOffset - log.StartOffset)).Select(offset => (long)offset);
        if (!queue.Options.Compacted)
            Assert.Equal(expected, found.Keys);
        else
            Assert.Empty(expected.GroupBy(queue.KeyOf).Select(key => key.Max()).Except(found.Keys));
    }

    /// <summary>Offsets and epochs of what a reader finds; each record is checked against what its producer sent.</summary>
    private static SortedDictionary<long, int> Records(CrashQueue queue, QueueLog log)
    {
        const int FetchBytes = 256 * 1024;
        var found = new SortedDictionary<long, int>();
        for (var next = log.StartOffset; next < log.EndOffset;)
        {
            var read = log.Read(next, FetchBytes, long.MaxValue);
            Assert.True(read.Status == ReadStatus.Found || (queue.Options.Compacted && read.Status == ReadStatus.AtEnd), $"{queue.Topic}/{next}: {read.Status}");
            var chain = read.Batches;
            while (RecordBatch.TryRead(chain, out var batch, out chain))
            {
                batch.Verify();
                foreach (var record in batch.Records)
                {
                    Assert.True(record.Body.Span.SequenceEqual(queue.BodyOf(record.Offset, batch.LeaderEpoch)), $"{queue.Topic}/{record.Offset} is not what was sent");
                    found.Add(record.Offset, batch.LeaderEpoch);
                }
            }

            next = read.Status == ReadStatus.Found ? read.NextOffset : log.EndOffset;
        }

        return found;
    }

    private static async Task GoOn(CrashQueue queue, QueueLog log, AckedQueue acked)
    {
        if (acked.LastBatch >= 0 && acked.EndOffset <= log.EndOffset)
        {
            var again = log.Append(queue.BatchAt(acked.LastBatch, acked.Records[acked.LastBatch]), log.Promised.Epoch);
            Assert.Equal((AppendStatus.Duplicate, acked.LastBatch), (again.Status, again.BaseOffset));
        }

        if (log.EndOffset > acked.EndOffset)
        {
            var retried = log.Append(queue.BatchAt(acked.EndOffset, log.Promised.Epoch), log.Promised.Epoch);
            Assert.Equal((AppendStatus.Duplicate, acked.EndOffset), (retried.Status, retried.BaseOffset));
        }

        var (end, epoch) = (log.EndOffset, log.Promised.Epoch);
        var next = log.Append(queue.BatchAt(end, epoch), epoch);
        Assert.Equal((AppendStatus.Appended, end), (next.Status, next.BaseOffset));
        await log.Flush(TestContext.Current.CancellationToken);
        Assert.Equal(log.EndOffset, log.DurableOffset);
    }
}
