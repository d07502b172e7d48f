using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Queues;

// Roll: a new segment when the batch does not fit the last one. The directory is synced by the next flush, not here.
public sealed partial class QueueLog
{
    private void MakeRoom(int bytes)
    {
        var segments = _segments;
        if (segments.Length == 0 || !segments[^1].Fits(bytes))
        {
            Roll(bytes);
            return;
        }

        var active = segments[^1];
        active.EnsureAllocated(active.EndPosition + bytes);

        // The next file is prepared in the second half of this one, so that rolling is no more than a rename.
        if (active.EndPosition > active.Capacity / 2)
            _store.Spares.PrepareOne(Name);
    }

    private void Roll(int bytes)
    {
        FaultPoint.Hit("roll.before-create");
        var path = Path.Join(_directory, SegmentFileName.Log(_endOffset));
        var created = _segments.Length > 0 && _store.Spares.TryTake() is { } spare ? UseSpare(spare, path) : CreateSegment(path);
        try
        {
            created.EnsureAllocated(bytes);
        }
        catch (LogFileException)
        {
            created.Retire(null);
            throw;
        }

        created.NeedsDirectorySync = true;
        lock (_structure)
        {
            if (_segments.Length > 0)
            {
                _segments[^1].Seal();
                _producers.Forget(StartOffset);
                _snapshots.Enqueue((_endOffset, _producers.ToBytes()));
            }

            Volatile.Write(ref _segments, [.. _segments, created]);
        }

        FaultPoint.Hit("roll.after-publish");
        if (_options.RetentionBytes > 0 && !_options.Compacted)
            _store.Run("retention", RetainUnlessClosed);
    }

    private Segment UseSpare(Spare spare, string path)
    {
        try
        {
            _store.Files.Move(spare.Path, path);
        }
        catch (LogFileException)
        {
            _store.Views.Add(spare.View);
            spare.File.Dispose();
            throw;
        }

        FaultPoint.Hit("roll.after-rename");
        var segment = new Segment(_store, path, _endOffset, spare.View.Length);
        segment.Attach(spare.File, spare.View, spare.Allocated, spare.Populated);
        return segment;
    }

    private Segment CreateSegment(string path)
    {
        // Under a temporary name until it has its full length: recovery maps whatever has the final name.
        var temporary = path + Store.WholeFile.TemporaryEnding;
        var file = _store.Files.Open(temporary, LogFileMode.Create);
        try
        {
            file.SetLength(_store.Options.SegmentBytes);
            FaultPoint.Hit("roll.after-create");
            _store.Files.Move(temporary, path);
            FaultPoint.Hit("roll.after-rename");
        }
        catch (LogFileException)
        {
            file.Dispose();
            throw;
        }

        var segment = new Segment(_store, path, _endOffset, _store.Options.SegmentBytes);
        segment.Attach(file, null, 0, 0);
        return segment;
    }
}
