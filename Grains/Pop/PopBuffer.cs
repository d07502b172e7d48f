using OrleansRocket.Log.Records;

namespace OrleansRocket.Pop;

/// <summary>Messages of a queue that were read and not handed out yet: a view of the log, or a copy of it from another broker.</summary>
internal sealed class PopBuffer
{
    private ReadOnlyMemory<byte> _chain;
    private long _verified = -1;

    /// <summary>The next offset to hand out.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>The next offset to read.</summary>
    public long End { get; private set; } = -1;

    /// <summary>True when all has been handed out.</summary>
    public bool IsEmpty => Position >= End;

    /// <summary>Forgets what was read; the next offset to read is this one.</summary>
    public void MoveTo(long offset)
    {
        (_chain, _verified) = (default, -1);
        (Position, End) = (offset, offset);
    }

    /// <summary>Takes what was read at <see cref="End"/>.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="nextOffset">Where to read on.</param>
    public void Add(ReadOnlyMemory<byte> batches, long nextOffset)
    {
        (_chain, _verified) = (batches, -1);
        End = nextOffset;
    }

    /// <summary>Moves messages into a hand-out.</summary>
    public void Take(PopCut cut)
    {
        if (IsEmpty || cut.IsFull)
            return;
        Position = cut.Take(ref _chain, new OffsetRange(Position, End), ref _verified);

        // What lies behind the last batch does not exist.
        if (_chain.IsEmpty)
            Position = End;
    }
}
