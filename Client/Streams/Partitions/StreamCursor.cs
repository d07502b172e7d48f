using Orleans.Streams;

namespace OrleansRocket.Streams;

/// <summary>
/// Where one subscription is in its stream. It reads the partition's window; when it is behind that, it reads the log, a piece at a time, which
/// <see cref="StreamPartition"/> fetches for it. So it never misses anything that is retained, however slow it is and however far it was rewound.
/// <para>
/// Orleans gives a cursor a token in two ways that a cursor cannot tell apart: to begin at an event, and to go on after it, which it does by
/// moving once and not looking. Therefore the first move of a cursor that was made for an event gives exactly that event, or nothing when it is not there,
/// and the next move what follows.
/// </para>
/// </summary>
internal sealed class StreamCursor : IQueueCacheCursor
{
    private readonly StreamPartition _partition;
    private readonly WindowStream _stream;
    private readonly Queue<RocketStreamBatch> _loaded = new();
    private WindowEntry? _entry;
    private RocketStreamBatch? _current;
    private RocketStreamBatch? _rest;

    /// <summary>The offset of the first message that is not known to be done with.</summary>
    private long _position;

    /// <summary>The message and the event that the first move gives; a negative event for none in particular.</summary>
    private readonly long _splitOffset;
    private int _split;
    private bool _hasWaitedInThisTurn;
    private bool _skipsSplit;

    public StreamCursor(StreamPartition partition, WindowStream stream, long offset, int index)
    {
        _partition = partition;
        _stream = stream;
        _position = offset;
        _splitOffset = offset;
        _split = index;
        LoadedTo = offset;
        IsBehind = offset < partition.WindowStart;
    }

    /// <summary>The stream that it reads.</summary>
    public WindowStream Stream => _stream;

    /// <summary>Whether it reads the log: it is behind the window.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>The next offset to read from the log.</summary>
    public long LoadedTo { get; private set; }

    /// <summary>Whether its last move found nothing because it waits for the log.</summary>
    public bool IsWaitingForLog { get; private set; }

    /// <summary>The offset of the first message of the stream that this subscription is not done with; <see cref="long.MaxValue"/> when there is none.</summary>
    public long FirstOpen =>
        _current is not null || _rest is not null ? _position
        : _loaded.TryPeek(out var loaded) ? loaded.Offset
        : IsBehind ? LoadedTo
        : NextInWindow()?.Batch.Offset ?? long.MaxValue;

    /// <summary>When the first message was stored that this subscription is not done with; null when it is not known or there is none.</summary>
    public DateTimeOffset? OldestStored =>
        (_current ?? _rest ?? (_loaded.TryPeek(out var loaded) ? loaded : IsBehind ? null : NextInWindow()?.Batch))?.Message?.StoredAt;

    /// <inheritdoc/>
    public IBatchContainer? GetCurrent(out Exception? exception)
    {
        exception = null;
        return _current;
    }

    /// <inheritdoc/>
    public bool MoveNext()
    {
        if (_current is not null)
        {
            if (_rest is null)
                _position = Math.Max(_position, _current.Offset + 1);
            if (_current.Message is not null)
                _partition.Delivered(this);
            _current = null;
        }

        if (_partition.IsHalted)
            return false;
        _current = Next();
        return _current is not null;
    }

    /// <summary>Nothing: a cursor looks for itself what is there.</summary>
    public void Refresh(StreamSequenceToken token)
    {
    }

    /// <summary>Nothing: what could not be delivered is a dead letter by now, see <see cref="DeadLetterHandler"/>.</summary>
    public void RecordDeliveryFailure()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stream.Cursors.Remove(this))
            _partition.CursorLeft(this);
    }

    /// <summary>Whether a message of its stream need not stay in the window for it.</summary>
    public bool IsDoneWith(WindowEntry entry) => IsBehind || entry.Batch.Offset < _position;

    /// <summary>A message is dropped from the window that it has not moved past: it reads on from the log.</summary>
    public void FallBehind(WindowEntry entry)
    {
        if (IsDoneWith(entry))
            return;
        IsBehind = true;
        LoadedTo = (_current ?? _rest) is { } taken ? taken.Offset + 1 : _position;
        _entry = null;
    }

    /// <summary>Goes on somewhere else, whatever it was at.</summary>
    public void MoveTo(long offset)
    {
        (_position, LoadedTo, IsBehind, IsWaitingForLog) = (offset, offset, offset < _partition.WindowStart, false);
        (_entry, _current, _rest, _split) = (null, null, null, StreamNews.WholeMessage);
        _loaded.Clear();
    }

    /// <summary>The log has nothing of its stream up to an offset.</summary>
    public void Skip(long next) => LoadedTo = next;

    /// <summary>Takes messages that were read from the log for it.</summary>
    /// <param name="batches">The messages of its stream.</param>
    /// <param name="next">Where to read on.</param>
    public void Load(List<RocketStreamBatch> batches, long next)
    {
        foreach (var batch in batches)
            _loaded.Enqueue(batch);
        LoadedTo = next;
        IsWaitingForLog = false;
    }

    private RocketStreamBatch? Next()
    {
        if (_rest is not null)
        {
            var rest = _rest;
            _rest = null;
            return rest;
        }

        if (!IsReady())
        {
            WaitForLog();
            return null;
        }

        return _split >= 0 ? TakeSplit() : Take();
    }

    /// <summary>Whether the next message can be told without reading the log.</summary>
    private bool IsReady()
    {
        if (_loaded.Count > 0 || !IsBehind)
            return true;
        if (LoadedTo < _partition.WindowStart)
            return false;

        // It has caught up with the window.
        IsBehind = false;
        _position = Math.Max(_position, LoadedTo);
        return true;
    }

    private RocketStreamBatch? Take()
    {
        if (_loaded.TryDequeue(out var loaded))
        {
            _position = loaded.Offset;
            return loaded;
        }

        if (NextInWindow() is not { } next)
            return null;
        _entry = next;
        _position = next.Batch.Offset;
        return next.Batch;
    }

    private RocketStreamBatch? TakeSplit()
    {
        if (_loaded.Count == 0 && !IsBehind && _splitOffset >= _partition.Tail)
            return null;
        var index = _split;
        _split = -1;
        var (at, after) = TakeIf(_splitOffset) is { } batch ? batch.SplitAt(index) : (_partition.EmptyAt(_stream.Id, _splitOffset, index), null);
        _rest = after;
        if (!_skipsSplit)
            return at;
        if (after is null)
            _position = Math.Max(_position, _splitOffset + 1);
        return Next();
    }

    private RocketStreamBatch? TakeIf(long offset)
    {
        var next = _loaded.TryPeek(out var loaded) ? loaded : NextInWindow()?.Batch;
        return next?.Offset == offset ? Take() : null;
    }

    private WindowEntry? NextInWindow() => _entry is { IsDropped: false } ? _entry.Next : _stream.Find(_position);

    private void WaitForLog()
    {
        // A second move in the turn in which the cursor was made: Orleans moves past the event.
        if (_split >= 0 && _hasWaitedInThisTurn)
            _skipsSplit = true;
        if (!IsWaitingForLog)
        {
            IsWaitingForLog = true;
            _partition.WaitForLog(this);
        }

        if (_split >= 0)
            _ = NoteEndOfTurn();
    }

    private async Task NoteEndOfTurn()
    {
        _hasWaitedInThisTurn = true;
        await Task.Yield();
        _hasWaitedInThisTurn = false;
    }
}
