namespace OrleansRocket.Holding;

/// <summary>
/// Which messages of a queue are held, and when each is due: 24 bytes in a heap for each, and two bits for every offset from the oldest held
/// one on.
/// </summary>
internal sealed class HeldIndex
{
    /// <summary>What became of so many messages below the head is remembered.</summary>
    public const int Memory = 65_536;

    private readonly PriorityQueue<long, (long DueMs, long Offset)> _due = new();

    private readonly OffsetBits _closed = new();
    private readonly OffsetBits _dropped = new();
    private long _remembered;

    /// <summary>Everything below is closed.</summary>
    public long Head => Math.Min(_closed.FirstUnset, End);

    /// <summary>The next offset to be seen.</summary>
    public long End { get; private set; }

    /// <summary>How many messages are held.</summary>
    public long Open { get; private set; }

    /// <summary>When the next one is due; null when none waits.</summary>
    public long? NextDueMs => _due.TryPeek(out _, out var next) ? next.DueMs : null;

    /// <summary>Notes everything below as seen: what was not added is no message, or gone.</summary>
    public void MoveTo(long offset)
    {
        for (; End < offset; End++)
            _closed.Set(End);
    }

    /// <summary>Notes a message, unless it is closed already. Offsets must rise.</summary>
    public void Add(long offset, long dueMs)
    {
        MoveTo(offset);
        End = offset + 1;
        if (_closed.IsSet(offset))
            return;
        Open++;
        _due.Enqueue(offset, (dueMs, offset));
    }

    /// <summary>Begins at an offset: everything below is closed.</summary>
    public void Begin(long offset)
    {
        _closed.SetAllBelow(offset);
        _dropped.SetAllBelow(offset);
        _remembered = offset;
        End = Math.Max(End, offset);
    }

    /// <summary>Lets a message wait (again).</summary>
    public void Wait(long offset, long dueMs) => _due.Enqueue(offset, (dueMs, offset));

    /// <summary>Takes a message that is due; -1 when none is.</summary>
    public long TakeDue(long nowMs)
    {
        while (_due.TryPeek(out var offset, out var next) && next.DueMs <= nowMs)
        {
            _due.Dequeue();
            if (!_closed.IsSet(offset))
                return offset;
        }

        return -1;
    }

    /// <summary>Whether a message has been released or dropped, or never was one.</summary>
    public bool IsClosed(long offset) => _closed.IsSet(offset);

    /// <summary>Whether a message has been dropped. Known only of those that are remembered.</summary>
    public bool IsDropped(long offset) => _dropped.IsSet(offset);

    /// <summary>Whether it is known what became of a closed message.</summary>
    public bool IsRemembered(long offset) => offset >= _remembered;

    /// <summary>Notes that a message has been released or dropped.</summary>
    public void Close(long offset, bool isDropped)
    {
        if (_closed.IsSet(offset))
            return;
        if (offset < End)
            Open--;
        _closed.Set(offset);
        if (isDropped)
            _dropped.Set(offset);
    }

    /// <summary>Frees the memory of what lies far below the head.</summary>
    public void Shrink()
    {
        var head = Head;
        _closed.SetAllBelow(head);
        if (head - Memory > _remembered)
        {
            _remembered = head - Memory;
            _dropped.SetAllBelow(_remembered);
        }
    }
}
