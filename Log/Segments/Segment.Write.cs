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

    private long _allocated;
    private long _populated;

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
            AllocateTo(Math.Max(position, _allocated + StepBytes()));
        }
    }

    /// <summary>
    /// Copies a batch behind the last one, with an already assigned header, and makes it visible. The header goes first: a
    /// process killed in the middle leaves a batch whose length is known and whose body does not match.
    /// </summary>
    /// <remarks>
    /// Pages that are faulted in for writing (of a reused segment) are written through the mapping, which is the fastest. Others
    /// are written by call: the kernel then takes whole folios into the page cache without zeroing them first, several times
    /// faster than faulting page by page, and a flush has no page tables to change.
    /// </remarks>
    /// <returns>False, and nothing is left of it, when the body does not match its checksum.</returns>
    public bool TryWrite(ReadOnlySpan<byte> header, ReadOnlySpan<byte> batch, int indexInterval)
    {
        var position = _endPosition;
        var body = batch[RecordBatchHeader.Size..];
        FaultPoint.Hit("append.before-copy");
        var written = position + batch.Length <= _populated ? TryWriteMapped(header, body, position) : TryWriteByCall(header, body, position);
        if (!written)
            return false;
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
            (KeysStored, CannotIndexKeys) = (false, false);
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
            Volatile.Write(ref _cuts, _cuts + 1);
            ForgetKeys();
            FlushedPosition = position;
            _allocated = position;
            _populated = 0;
        }
    }

    /// <summary>Verifies the body on its way: one pass over it in place of two. Nobody sees it before it is published.</summary>
    private unsafe bool TryWriteMapped(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, long position)
    {
        var view = View() ?? throw new InvalidOperationException("The active segment was retired.");
        var target = new Span<byte>(view.Start + position, header.Length + body.Length);
        header.CopyTo(target);
        FaultPoint.Hit("append.after-header");
        if (Crc32C.Copy(body, target[header.Length..]) == RecordBatchHeader.BodyCrc(header))
            return true;
        target.Clear();
        return false;
    }

    private bool TryWriteByCall(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, long position)
    {
        if (Crc32C.Compute(body) != RecordBatchHeader.BodyCrc(header))
            return false;

        // Under the lock: housekeeping may be about to close an idle file, whose descriptor would then be another file's.
        lock (_lock)
        {
            _touched = true;
            var file = OpenFile();
            file.Write(header, position);
            FaultPoint.Hit("append.after-header");
            file.Write(body, position + header.Length);
        }

        return true;
    }

    private long StepBytes() =>
        Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)_endPosition + 1), FirstStepBytes, Math.Max(FirstStepBytes, _store.Options.PreallocateBytes));

    private void AllocateTo(long position)
    {
        var target = Math.Min(Capacity, (position + PageBytes - 1) / PageBytes * PageBytes);
        if (target <= _allocated)
            return;
        var file = OpenFile();
        file.Allocate(_allocated, target - _allocated);
        Volatile.Write(ref _allocated, target);
    }
}
