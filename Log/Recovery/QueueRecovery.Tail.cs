using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Recovery;

// The end of the log: damaged, or torn and cut.
internal sealed partial class QueueRecovery
{
    private const int ScanBytes = 1024 * 1024;

    private void Judge(Segment segment, List<long> following)
    {
        var offset = segment.EndOffset;
        var where = $"{Path.GetFileName(segment.Path)}, byte {segment.EndPosition}, offset {offset}";
        var problem = _walk.Problem ?? "the batches end there";
        var goodBehind = HasBatchBehind(segment, offset) || following.Exists(later => FollowingHasBatch(later, offset));
        if (_slot is not null && offset < Durable)
            _result.Damage = $"{where}: {problem}, but everything below offset {Durable} had been flushed";
        else if (Clean)
            _result.Damage = $"{where}: {problem}, although the queue was closed in order";
        else if (goodBehind && !MachineCrashed)
            _result.Damage = $"{where}: {problem}, and sound batches follow";
        else
            Cut(segment, following, goodBehind);
    }

    private void Cut(Segment segment, List<long> following, bool goodBehind)
    {
        FaultPoint.Hit("recovery.before-cut");
        var bytes = BytesBehind(segment);

        // From the last file to the first: after a crash in between, what is left is again a log with a torn tail.
        for (var i = following.Count - 1; i >= 0; i--)
        {
            bytes += FollowingBytes(following[i]);
            RemoveFiles(following[i]);
        }

        DerivedFiles.Delete(_store.Files, segment.Path);
        segment.CutTo(segment.EndPosition, segment.EndOffset, segment.LastTimestamp);
        _store.Files.SyncDirectory(_directory);
        _result.BytesCut += bytes;
        _verified = true;
        StoreLog.TailCut(_store.Logger, _name, bytes, segment.EndOffset, goodBehind);
        FaultPoint.Hit("recovery.after-cut");
    }

    private bool HasBytesBehind(Segment segment) => BytesBehind(segment) > 0;

    /// <summary>Bytes from the log's end up to the last one that is not zero.</summary>
    private long BytesBehind(Segment segment)
    {
        using var file = _store.Files.Open(segment.Path, LogFileMode.ReadOnly);
        var last = segment.EndPosition;
        var view = segment.View()!;
        for (var next = file.NextData(last); next >= 0 && next < segment.Capacity; next = next < segment.Capacity ? file.NextData(next) : -1)
        {
            var part = view.Slice(next, Math.Min(ScanBytes, segment.Capacity - next));
            var found = part.LastIndexOfAnyExcept((byte)0);
            if (found >= 0)
                last = next + found + 1;
            next += part.Length;
        }

        return last - segment.EndPosition;
    }

    private bool HasBatchBehind(Segment segment, long fromOffset)
    {
        var bytes = BytesBehind(segment);
        var behind = segment.View()!.Slice(segment.EndPosition, bytes);

        // The torn batch itself is not behind itself; its body may hold anything, even copies of batches.
        var skip = Records.RecordBatchHeader.CheckHeader(behind) == Records.BatchCheck.Ok
            ? Math.Min(bytes, Records.RecordBatchHeader.Length(behind))
            : Math.Min(bytes, 1);
        return BatchScan.ContainsBatch(behind[(int)skip..], fromOffset);
    }

    private bool FollowingHasBatch(long baseOffset, long fromOffset) =>
        Inspect(baseOffset, view => Records.RecordBatchHeader.Check(view) == Records.BatchCheck.Ok
            && Records.RecordBatchHeader.BaseOffset(view) >= fromOffset ? 1 : 0) > 0;

    private long FollowingBytes(long baseOffset) => Inspect(baseOffset, static view => view.LastIndexOfAnyExcept((byte)0) + 1);

    private long Inspect(long baseOffset, ReadOnlySpanFunction look)
    {
        using var file = _store.Files.Open(Path.Join(_directory, SegmentFileName.Log(baseOffset)), LogFileMode.ReadOnly);
        var length = file.Length;
        if (length == 0)
            return 0;
        using var mapping = file.Map(length);
        unsafe
        {
            return look(new ReadOnlySpan<byte>(mapping.Start, (int)length));
        }
    }

    private delegate long ReadOnlySpanFunction(ReadOnlySpan<byte> bytes);
}
