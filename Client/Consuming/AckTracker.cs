namespace OrleansRocket.Consuming;

/// <summary>
/// Knows which messages of a queue are done. Messages may be acknowledged in any order; progress is the lowest offset that is not done,
/// so that nothing unfinished is ever skipped.
/// </summary>
internal sealed class AckTracker(long position)
{
    private readonly Lock _gate = new();
    private long[] _offsets = new long[64];
    private bool[] _done = new bool[64];
    private int _head;
    private int _count;
    private long _position = position;
    private TaskCompletionSource? _room;
    private int _roomBelow;

    /// <summary>Everything below is done.</summary>
    public long Progress
    {
        get
        {
            lock (_gate)
                return _count > 0 ? _offsets[_head] : _position;
        }
    }

    /// <summary>The next offset to fetch.</summary>
    public long FetchPosition
    {
        get
        {
            lock (_gate)
                return _position;
        }
    }

    /// <summary>Notes that a message is being handed out; offsets must rise.</summary>
    public void Begin(long offset)
    {
        lock (_gate)
        {
            if (_count == _offsets.Length)
                Grow();
            var index = (_head + _count++) & (_offsets.Length - 1);
            _offsets[index] = offset;
            _done[index] = false;
            _position = offset + 1;
        }
    }

    /// <summary>Notes that everything below is fetched or was left out by the filter. Moving back, to where a shortened queue ends now,
    /// forgets what was beyond.</summary>
    public void MoveTo(long offset)
    {
        lock (_gate)
        {
            if (offset < _position)
                _count = 0;
            _position = offset;
        }
    }

    /// <summary>Notes that a message is done.</summary>
    /// <returns>False when it was done before.</returns>
    public bool Ack(long offset)
    {
        lock (_gate)
        {
            var index = Find(offset);
            if (index < 0 || _done[index])
                return false;
            _done[index] = true;
            while (_count > 0 && _done[_head])
            {
                _head = (_head + 1) & (_offsets.Length - 1);
                _count--;
            }

            if (_room is not null && _count < _roomBelow)
            {
                _room.SetResult();
                _room = null;
            }

            return true;
        }
    }

    /// <summary>Completes when fewer than <paramref name="limit"/> messages are not done. One waiter at a time.</summary>
    public Task WaitForRoom(int limit)
    {
        lock (_gate)
        {
            if (_count < limit)
                return Task.CompletedTask;
            _roomBelow = limit;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Binary search in the ring; -1 when the offset is not in it.</summary>
    private int Find(long offset)
    {
        var low = 0;
        var high = _count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var index = (_head + middle) & (_offsets.Length - 1);
            if (_offsets[index] == offset)
                return index;
            if (_offsets[index] < offset)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    private void Grow()
    {
        var offsets = new long[_offsets.Length * 2];
        var done = new bool[offsets.Length];
        for (var index = 0; index < _count; index++)
        {
            var from = (_head + index) & (_offsets.Length - 1);
            offsets[index] = _offsets[from];
            done[index] = _done[from];
        }

        (_offsets, _done, _head) = (offsets, done, 0);
    }
}
