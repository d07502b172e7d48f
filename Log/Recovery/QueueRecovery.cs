using OrleansRocket.Log.Checkpoint;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Recovery;

/// <summary>
/// Opens a queue's directory. What was closed in order is trusted; else everything that may not have been flushed is
/// verified, and the log ends before the first batch that is not sound. What stands there decides:
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>It lies below the durable offset: something that was complete is damaged or missing. The queue opens read-only and
/// nothing is changed on disk.</item>
/// <item>A sound batch stands behind it, and the machine has not crashed since: a dying process cannot have left that, as
/// batches are written one after another and the page cache outlives the process. Damage, as above.</item>
/// <item>Else it is a torn tail: a process died inside an append, or a machine lost pages that had not been flushed, in any
/// order. It is cut: zeroed, flushed, counted and logged.</item>
/// </list>
/// </remarks>
internal sealed partial class QueueRecovery
{
    internal const string CompactedMarker = "compacted";

    private readonly StoreContext _store;
    private readonly string _topic;
    private readonly int _queue;
    private readonly string _name;
    private readonly string _directory;
    private readonly QueueLogOptions _options;
    private CheckpointEntry? _slot;
    private readonly RecoveredQueue _result = new();
    private readonly SegmentWalk _walk;
    private IReadOnlyList<string> _names;
    private bool _verified;

    public QueueRecovery(StoreContext store, string topic, int queue, QueueLogOptions options)
    {
        _store = store;
        _topic = topic;
        _queue = queue;
        _name = $"{topic}/{queue}";
        _options = options;
        _directory = store.Paths.Queue(topic, queue);
        _slot = store.Checkpoint.Find(CheckpointFile.KeyOf(topic, queue));
        _names = store.Files.List(_directory);
        _result.GapsAreLegal = options.Compacted || _names.Contains(CompactedMarker);
        _walk = new SegmentWalk(store.Options.IndexIntervalBytes, _result.GapsAreLegal);
    }

    private bool Clean => _slot is { Clean: true };

    /// <summary>Below this offset everything was flushed once.</summary>
    private long Durable => _slot?.DurableOffset ?? 0;

    /// <summary>Whether the machine has gone down since the queue was written, so that pages can be missing in any order.</summary>
    private bool MachineCrashed => !Clean && _slot is { } slot && slot.Boot != _store.Boot;

    public RecoveredQueue Run()
    {
        FaultPoint.Hit("recovery.start");
        FinishReset();
        RemoveUnfinished();
        try
        {
            OpenSegments(FindSegments());
            Finish();
        }
        catch
        {
            foreach (var segment in _result.Segments)
                segment.Close();
            throw;
        }

        if (_result.Damage is { } damage)
            StoreLog.Corrupt(_store.Logger, _name, damage);
        FaultPoint.Hit("recovery.end");
        return _result;
    }

    private void FinishReset()
    {
        if (WholeFile.Read(_store.Files, Path.Join(_directory, QueueLog.ResetFile), sizeof(long)) is not { Length: sizeof(long) } marker)
            return;
        var key = CheckpointFile.KeyOf(_topic, _queue);
        QueueLog.FinishReset(_store, _directory, key, BitConverter.ToInt64(marker), _slot?.PromisedEpoch ?? 0);
        _slot = _store.Checkpoint.Find(key);
        _names = _store.Files.List(_directory);
    }

    private void RemoveUnfinished()
    {
        if (_options.Compacted && !_names.Contains(CompactedMarker))
            WholeFile.Write(_store.Files, Path.Join(_directory, CompactedMarker), []);
        foreach (var name in _names)
        {
            if (name.EndsWith(WholeFile.TemporaryEnding, StringComparison.Ordinal)
                || name.EndsWith(SegmentFileName.CompactedEnding, StringComparison.Ordinal))
                _store.Files.Delete(Path.Join(_directory, name));
        }
    }

    private List<long> FindSegments()
    {
        var bases = new List<long>();
        foreach (var name in _names)
        {
            if (SegmentFileName.TryParse(name, SegmentFileName.LogEnding, out var offset))
                bases.Add(offset);
        }

        bases.Sort();
        _result.StartOffset = _slot?.StartOffset ?? (bases.Count > 0 ? bases[0] : 0);

        // Retention writes the new start first and then removes files: these are ones that it did not get to.
        while (bases.Count > 1 && bases[1] <= _result.StartOffset)
        {
            RemoveFiles(bases[0]);
            bases.RemoveAt(0);
        }

        return bases;
    }

    private void OpenSegments(List<long> bases)
    {
        _walk.NextOffset = _result.StartOffset;
        if (bases.Count == 0 ? Durable > _result.StartOffset : bases[0] > _result.StartOffset)
        {
            _result.Damage = $"the segment that holds offset {_result.StartOffset} is missing";
            return;
        }

        for (var i = 0; i < bases.Count && _result.Damage is null; i++)
        {
            if (i == 0)
                _walk.NextOffset = bases[0];
            else if (bases[i] < _walk.NextOffset && _result.GapsAreLegal)
            {
                // Compaction has merged it into the one before and did not get to remove it.
                RemoveFiles(bases[i]);
                continue;
            }

            if (!OpenSegment(bases, i))
                return;
        }
    }

    /// <summary>Opens one segment; false when the log ends in it although others follow.</summary>
    private bool OpenSegment(List<long> bases, int number)
    {
        var isLast = number == bases.Count - 1;
        var baseOffset = bases[number];
        var segment = Map(baseOffset, isLast);
        _result.Segments.Add(segment);
        if (isLast ? !TryTrustLast(segment) : !TryTrustSealed(segment, bases[number + 1]))
            Walk(segment);
        if (!isLast)
            Seal(segment);
        if (_walk.Problem is null && IsWhole(segment, isLast ? null : bases[number + 1]))
            return true;
        Judge(segment, bases.Skip(number + 1).ToList());
        return false;
    }

    private void Seal(Segment segment)
    {
        segment.Seal();
        segment.KeysStored = _names.Contains(SegmentFileName.Keys(segment.BaseOffset));
    }

    private Segment Map(long baseOffset, bool isLast)
    {
        var path = Path.Join(_directory, SegmentFileName.Log(baseOffset));
        using var file = _store.Files.Open(path, LogFileMode.Existing);
        var length = file.Length;

        // A file that was cut short is brought back to full size, in zeros: it is mapped as a whole.
        if (length == 0 || (isLast && length < _store.Options.SegmentBytes))
            file.SetLength(length = _store.Options.SegmentBytes);
        return new Segment(_store, path, baseOffset, length);
    }

    /// <summary>A sealed segment whose index file agrees with its neighbours needs no walk.</summary>
    private bool TryTrustSealed(Segment segment, long nextBase)
    {
        var stored = IndexFile.Read(_store.Files, Path.ChangeExtension(segment.Path, SegmentFileName.IndexEnding), segment.BaseOffset);
        if (stored is not { } found || found.Summary.EndOffset > Durable || found.Summary.EndPosition > segment.Capacity
            || found.Summary.EndOffset > nextBase || (found.Summary.EndOffset < nextBase && !_result.GapsAreLegal))
            return false;
        segment.Restore(found.Summary, null, indexStored: true);
        _walk.NextOffset = found.Summary.EndOffset;
        return true;
    }

    /// <summary>The last segment of a queue that was closed in order ends where its index file says.</summary>
    private bool TryTrustLast(Segment segment)
    {
        if (!Clean)
            return false;
        var stored = IndexFile.Read(_store.Files, Path.ChangeExtension(segment.Path, SegmentFileName.IndexEnding), segment.BaseOffset);
        if (stored is not { } found || found.Summary.EndOffset != Durable || found.Summary.EndPosition > segment.Capacity)
            return false;
        segment.Restore(found.Summary, found.Index, indexStored: false);
        _walk.NextOffset = found.Summary.EndOffset;
        return true;
    }

    private void Walk(Segment segment)
    {
        _verified = true;
        segment.Restore(new IndexSummary(segment.BaseOffset, segment.BaseOffset, 0, long.MaxValue, long.MinValue), new SegmentIndex(), false);
        _walk.NextOffset = Math.Max(_walk.NextOffset, segment.BaseOffset);
        var view = segment.View()!;
        _walk.Run(segment, view.GetSpan(), Clean ? long.MaxValue : Durable);
        _result.BatchesVerified = _walk.Verified;
    }

    private bool IsWhole(Segment segment, long? nextBase)
    {
        // A compacted one may end before the next, where records are gone, or behind its beginning, which was merged into it.
        if (nextBase is { } next)
            return segment.EndOffset == next || _result.GapsAreLegal;
        return segment.EndOffset >= Durable && (Clean || !HasBytesBehind(segment));
    }

    /// <summary>Files of a segment that is not part of the log any more.</summary>
    private void RemoveFiles(long baseOffset)
    {
        var path = Path.Join(_directory, SegmentFileName.Log(baseOffset));
        DerivedFiles.Delete(_store.Files, path);
        _store.Files.Delete(path);
    }
}
