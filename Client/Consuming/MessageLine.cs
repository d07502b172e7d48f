using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace OrleansRocket.Consuming;

/// <summary>
/// What a consumer has fetched and nobody has taken yet: the highest priority first, and those of the same priority as they came. Messages without a
/// priority, which most are, pass through a channel and nothing else.
/// </summary>
/// <param name="byPriority">False for a consumer that keeps the order of each queue.</param>
internal sealed class MessageLine(bool byPriority)
{
    /// <summary>Each entry is the right to take one message: this one, or, for null and whenever others stand aside, the first of those.</summary>
    private readonly Channel<ReceivedMessage?> _line = Channel.CreateUnbounded<ReceivedMessage?>();
    private readonly Lock _gate = new();
    private readonly PriorityQueue<ReceivedMessage, (int Rank, long Number)> _urgent = new();

    /// <summary>Those whose turn an urgent message has taken.</summary>
    private readonly Queue<ReceivedMessage> _passed = new();
    private int _aside;
    private long _number;

    /// <summary>Takes a message in.</summary>
    public void Write(ReceivedMessage message)
    {
        if (!byPriority || message.Priority is not (> 0 and var priority))
        {
            _line.Writer.TryWrite(message);
            return;
        }

        lock (_gate)
        {
            _urgent.Enqueue(message, (-priority, _number++));
            _aside++;
        }

        _line.Writer.TryWrite(null);
    }

    /// <summary>Takes in nothing more.</summary>
    public void Close() => _line.Writer.TryComplete();

    /// <summary>Waits for a message; false when it is closed and empty.</summary>
    public ValueTask<bool> WaitToTake(CancellationToken cancellationToken) => _line.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes a message out, waiting for one.</summary>
    /// <exception cref="ChannelClosedException">It is closed and empty.</exception>
    public async ValueTask<ReceivedMessage> Take(CancellationToken cancellationToken) => First(await _line.Reader.ReadAsync(cancellationToken));

    /// <summary>Takes a message out if there is one.</summary>
    public bool TryTake([NotNullWhen(true)] out ReceivedMessage? message)
    {
        message = _line.Reader.TryRead(out var next) ? First(next) : null;
        return message is not null;
    }

    private ReceivedMessage First(ReceivedMessage? next)
    {
        if (next is not null && Volatile.Read(ref _aside) == 0)
            return next;
        lock (_gate)
        {
            if (next is not null)
            {
                _passed.Enqueue(next);
                _aside++;
            }

            _aside--;
            return _urgent.Count > 0 ? _urgent.Dequeue() : _passed.Dequeue();
        }
    }
}
