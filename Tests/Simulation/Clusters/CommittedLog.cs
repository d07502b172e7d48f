using System.Text;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>What was ever called committed in a queue, batch by batch: nobody may have anything else there from then on.</summary>
internal sealed class CommittedLog(QueueName queue, Action<QueueName, long, string>? found)
{
    private const int ReadBytes = 1024 * 1024;

    private readonly List<(long BaseOffset, long EndOffset, ulong Hash)> _batches = [];

    /// <summary>Where the part begins that was first called committed in an epoch.</summary>
    private readonly List<(int Epoch, long Offset)> _epochs = [];

    /// <summary>The end of what is committed.</summary>
    public long End { get; private set; }

    /// <summary>Takes over what a replica calls committed, or checks it.</summary>
    public void Claim(string who, QueueLog log, long committed, int epoch)
    {
        InvariantException.ThrowUnless(committed <= log.EndOffset, $"{who} calls {queue} committed up to {committed}, but has it up to {log.EndOffset} only");
        if (committed > End && (_epochs.Count == 0 || _epochs[^1].Epoch < epoch))
            _epochs.Add((epoch, End));
        Walk(who, log, End, committed, Take);
    }

    /// <summary>Checks a replica's batches from an offset up to what was committed in epochs that it has accepted; a replica that has not
    /// heard of a later one may still have something else there. Returns how far it reaches.</summary>
    public long Check(string who, QueueLog log, long from)
    {
        var end = Math.Min(End, log.EndOffset);
        foreach (var (epoch, offset) in _epochs)
        {
            if (epoch > log.AcceptedEpoch)
                end = Math.Min(end, offset);
        }

        return Math.Max(from, Walk(who, log, Math.Max(from, log.StartOffset), end, (_, batch) => Compare(who, batch)));
    }

    /// <summary>Reads as far as the log can be read: damage is told by the log, and is not for this to judge.</summary>
    private static long Walk(string who, QueueLog log, long from, long end, Action<string, RecordBatch> visit)
    {
        while (from < end)
        {
            var read = log.Read(from, ReadBytes, end);
            if (read.Status != ReadStatus.Found)
                return from;
            var batches = read.Batches;
            while (RecordBatch.TryRead(batches, out var batch, out batches))
                visit(who, batch);
            from = read.NextOffset;
        }

        return from;
    }

    private void Take(string who, RecordBatch batch)
    {
        if (batch.BaseOffset < End)
        {
            Compare(who, batch);
            return;
        }

        InvariantException.ThrowUnless(batch.BaseOffset == End, $"{queue} has a gap on {who}: a batch at {batch.BaseOffset} where {End} is due");
        _batches.Add((batch.BaseOffset, batch.LastOffset + 1, HashOf(batch)));
        End = batch.LastOffset + 1;
        if (found is null)
            return;
        foreach (var record in batch.Records)
            found(queue, record.Offset, Encoding.UTF8.GetString(record.Body.Span));
    }

    private void Compare(string who, RecordBatch batch)
    {
        var (low, high) = (0, _batches.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_batches[middle].EndOffset <= batch.BaseOffset)
                low = middle + 1;
            else
                high = middle;
        }

        InvariantException.ThrowUnless(
            low < _batches.Count && _batches[low] == (batch.BaseOffset, batch.LastOffset + 1, HashOf(batch)),
            $"{queue} is committed up to {End} ({string.Join(", ", _epochs)}), and {who} has something else at {batch.BaseOffset} to {batch.LastOffset} (epoch {batch.LeaderEpoch})");
    }

    private static ulong HashOf(RecordBatch batch)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in batch.Bytes.Span)
            hash = unchecked((hash ^ value) * 1099511628211);
        return hash;
    }
}
