namespace OrleansRocket.Streams;

/// <summary>One stream of a partition: its messages in the window, and its cursors. Forgotten when it has neither.</summary>
internal sealed class WindowStream(StreamId id)
{
    /// <summary>Which stream it is.</summary>
    public StreamId Id => id;

    /// <summary>The oldest message in the window.</summary>
    public WindowEntry? First { get; private set; }

    /// <summary>The newest one.</summary>
    public WindowEntry? Last { get; private set; }

    /// <summary>The cursors of its subscriptions.</summary>
    public List<StreamCursor> Cursors { get; } = [];

    /// <summary>Adds the newest message.</summary>
    public void Add(WindowEntry entry)
    {
        if (Last is null)
            First = entry;
        else
            Last.Next = entry;
        Last = entry;
    }

    /// <summary>Drops the oldest message. A cursor that stood at it must not keep those behind it alive.</summary>
    public void DropFirst()
    {
        var first = First!;
        First = first.Next;
        if (First is null)
            Last = null;
        first.Next = null;
        first.IsDropped = true;
    }

    /// <summary>The first message at an offset or behind it.</summary>
    public WindowEntry? Find(long offset)
    {
        if (Last is null || Last.Batch.Offset < offset)
            return null;
        var entry = First;
        while (entry is not null && entry.Batch.Offset < offset)
            entry = entry.Next;
        return entry;
    }
}
