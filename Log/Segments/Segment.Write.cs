using System.Numerics;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Segments;

// Writing: by the queue's single writer. Space is allocated here or ahead in the background, under the lock.
internal sealed partial class Segment
{
    private const long FirstStepBytes = 64 * 1024;
    private const long PageBytes = 4096;
    private const long ScanBytes = 2 * 1024 * 1024;

    /// <summary>Steps that the background keeps ahead of a fast writer.</summary>
    private const int StepsAhead = 4;

    /// <summary>
    /// A writer is fast when it takes a step of at least this size within <see cref="FastStepTime"/>. Slow ones get nothing ahead:
    /// thousands of slow queues would fill memory with pages that nobody needs soon.
    /// </summary>
    private const long FastStepBytes = 1024 * 1024;

    private static readonly TimeSpan FastStepTime = TimeSpan.FromSeconds(1);

    private long _allocated;
    private long _populated;
    private long _lastStep;
    private bool _preparing;

    /// <summary>Bytes that have disk space behind them.</summary>
    public long Allocated => Volatile.Read(ref _allocated);

    /// <summary>Takes over a file that is open and mapped already.</summary>
    public void Attach(Files.ILogFile file, SegmentView? view, long allocated, long populated)
    {
        _file = file;
        _view = view;
        _allocated = allocated;
        _populated = populated;
    }

    /// <summary>Whether a batch of that length still fits.</summary>
    public bool Fits(int length) => EndPosition + length <= Capacity;

    /// <summary>
    /// Makes sure that bytes up to the position have disk space. Throws <see cref="Files.LogFileException"/> when there is none.
    /// </summary>
    public void EnsureAllocated(long position)
    {
        if (position <= Volatile.Read(ref _allocated))
            return;
        lock (_lock)
        {
            if (position <= _allocated)
                return;
            AllocateTo(Math.Max(position, _allocated + StepBytes()), warm: false);
            _preparing = false;
            _lastStep = _store.Time.GetTimestamp();
        }
    }

    /// <summary>
    /// Copies a batch behind the last one, with an already assigned header, and makes it visible. The header goes first: a
    /// process killed in the middle leaves a batch whose length is known and whose body does not match. The body is verified on
    /// its way: false, and the bytes are zeros again, when it does not match its checksum.
    /// </summary>
    public unsafe bool TryWrite(ReadOnlySpan<byte> header, ReadOnlySpan<byte> batch, int indexInterval)
    {
        var view = View() ?? throw new InvalidOperationException("The active segment was retired.");
        var position = _endPosition;
        var target = new Span<byte>(view.Start + position, batch.Length);
        FaultPoint.Hit("append.before-copy");
        header.CopyTo(target);
        FaultPoint.Hit("append.after-header");
        if (Crc32C.Copy(batch[RecordBatchHeader.Size..], target[RecordBatchHeader.Size..]) != RecordBatchHeader.BodyCrc(header))
        {
            target.Clear();
            return false;
        }

        FaultPoint.Hit("append.after-copy");
        Publish(header, position + batch.Length, indexInterval);
        return true;
    }

    /// <summary>Adds a batch that is in the file to what readers see.</summary>
    public void Publish(ReadOnlySpan<byte> header, long endPosition, int indexInterval)
    {
        var position = _endPosition;
        var timestamp = RecordBatchHeader.FirstStoreTimestamp(header);
        var index = _index!;
        if (index.LastPosition < 0 || position - index.LastPosition >= indexInterval)
            index.Add(new IndexEntry(RecordBatchHeader.BaseOffset(header), timestamp, position));
        if (position == 0)
            FirstTimestamp = timestamp;
        LastTimestamp = RecordBatchHeader.LastStoreTimestamp(header);
        Volatile.Write(ref _endPosition, endPosition);
        Volatile.Write(ref _endOffset, RecordBatchHeader.LastOffset(header) + 1);
    }

    /// <summary>Starts allocating and faulting pages in ahead of a fast writer when it comes close to where that ended.</summary>
    /// <param name="warm">See <see cref="WarmAllocator"/>.</param>
    public void PrepareAhead(bool warm)
    {
        var step = StepBytes();
        if (step < FastStepBytes || Volatile.Read(ref _preparing) || Math.Min(_allocated, _populated) == Capacity)
            return;
        if (Math.Min(_allocated, _populated) >= Math.Min(Capacity, _endPosition + StepsAhead / 2 * step))
            return;
        var now = _store.Time.GetTimestamp();
        if (_store.Time.GetElapsedTime(_lastStep, now) > FastStepTime)
            return;
        _lastStep = now;
        Volatile.Write(ref _preparing, true);
        _store.Run("preparing a segment", () => Prepare(warm));
    }

    /// <summary>Makes dirty bytes durable; false when the segment was retired. Belongs to the flusher of the queue.</summary>
    public bool Flush()
    {
        var end = EndPosition;
        var view = View();
        if (view is null)
            return false;
        view.Mapping.Flush(FlushedPosition, end - FlushedPosition);
        FlushedPosition = end;
        return true;
    }

    /// <summary>
    /// Zeroes everything behind a position and forgets the batches there. Only while nothing else uses the segment.
    /// </summary>
    public unsafe void CutTo(long position, long endOffset, long lastTimestamp)
    {
        var view = View() ?? throw new InvalidOperationException("The segment was retired.");
        lock (_lock)
        {
            IsSealed = false;
            IndexStored = false;
            var file = OpenFile();
            Volatile.Write(ref _endOffset, endOffset);
            Volatile.Write(ref _endPosition, position);
            (Index() ?? throw new InvalidOperationException("The segment was retired.")).CutTo(position);
            LastTimestamp = position == 0 ? long.MinValue : lastTimestamp;
            FirstTimestamp = position == 0 ? long.MaxValue : FirstTimestamp;
            for (var next = file.NextData(position); next >= 0 && next < Capacity; next = file.NextData(next))
            {
                var bytes = Math.Min(ScanBytes, Capacity - next);
                var part = new Span<byte>(view.Start + next, (int)bytes);
                if (part.ContainsAnyExcept((byte)0))
                {
                    // What was written has space behind it, but its neighbours in the same part may be holes.
                    file.Allocate(next, bytes);
                    part.Clear();
                }

                next += bytes;
                if (next >= Capacity)
                    break;
            }

            file.Sync();
            FlushedPosition = position;
            _allocated = position;
            _populated = position;
        }
    }

    private long StepBytes() =>
        Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)_endPosition + 1), FirstStepBytes, Math.Max(FirstStepBytes, _store.Options.PreallocateBytes));

    private void AllocateTo(long position, bool warm)
    {
        var target = Math.Min(Capacity, (position + PageBytes - 1) / PageBytes * PageBytes);
        if (target <= _allocated)
            return;
        var file = OpenFile();
        file.Allocate(_allocated, target - _allocated);
        if (warm)
            WarmAllocator.Fill(file, _allocated, target - _allocated);
        Volatile.Write(ref _allocated, target);
    }

    /// <summary>
    /// In the background: space, page cache and page table entries for the next steps. A writer that catches up waits for the
    /// lock, that is for the step at hand: it would need longer to take the faults itself.
    /// </summary>
    private void Prepare(bool warm)
    {
        while (true)
        {
            long from;
            long to;
            SegmentView view;
            lock (_lock)
            {
                var end = Math.Min(Capacity, EndPosition + StepsAhead * StepBytes());
                if (_retired || IsSealed || _view is null || _populated >= end)
                {
                    Volatile.Write(ref _preparing, false);
                    return;
                }

                from = Math.Max(_populated, EndPosition);
                to = Math.Min(end, from + FastStepBytes);
                try
                {
                    AllocateTo(to, warm);
                }
                catch (Files.LogFileException)
                {
                    // The writer meets the same error when it needs the space, and answers it; until then nothing is tried again.
                    return;
                }

                view = _view;
                _populated = to;
            }

            view.Mapping.Populate(from, to - from);
        }
    }
}
