using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace OrleansRocket.Bench.Peers;

/// <summary>
/// A connection that many callers share: what they write while a send is under way goes out with the next one, and answers are handled
/// on the thread that received them, so that those whom they wake up write into one send too. A peer should not lose by its client.
/// </summary>
internal abstract class PipelinedConnection : IAsyncDisposable
{
    private const int ReceiveBytes = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private ArrayBufferWriter<byte> _next = new(ReceiveBytes);
    private ArrayBufferWriter<byte> _sending = new(ReceiveBytes);
    private Task _reading = Task.CompletedTask;
    private bool _isSending;
    private bool _isCorked;
    private bool _isClosed;

    /// <summary>Why the connection broke; null while it has not.</summary>
    protected Exception? Failure { get; private set; }

    /// <summary>Connects to a server of this machine and begins to receive.</summary>
    protected async Task Connect(int port, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        _reading = Task.Run(Receive, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
            _isClosed = true;
        _socket.Dispose();
        await _reading;
    }

    /// <summary>Handles every complete answer.</summary>
    /// <param name="received">What has come and was not handled yet.</param>
    /// <returns>The bytes that were handled.</returns>
    protected abstract int Handle(ReadOnlySpan<byte> received);

    /// <summary>The connection has broken: nobody who waits will get an answer.</summary>
    protected abstract void Fail(Exception failure);

    /// <summary>Writes; the bytes of one call stay together.</summary>
    protected void Write<TState>(TState state, Action<IBufferWriter<byte>, TState> write)
        where TState : allows ref struct
    {
        lock (_lock)
        {
            if (Failure is not null)
                throw Failure;
            write(_next, state);
            if (_isSending || _isCorked)
                return;
            _isSending = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static connection => _ = connection.Send(), this, preferLocal: true);
    }

    private async Task Send()
    {
        try
        {
            for (; ; )
            {
                lock (_lock)
                {
                    if (_next.WrittenCount == 0)
                    {
                        _isSending = false;
                        return;
                    }

                    (_next, _sending) = (_sending, _next);
                }

                for (var rest = _sending.WrittenMemory; !rest.IsEmpty;)
                    rest = rest[await _socket.SendAsync(rest)..];
                _sending.ResetWrittenCount();
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            Break(failure);
        }
    }

    private async Task Receive()
    {
        var buffer = new byte[ReceiveBytes];
        var (begin, end) = (0, 0);
        try
        {
            for (; ; )
            {
                if (end == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var received = await _socket.ReceiveAsync(buffer.AsMemory(end));
                if (received == 0)
                    throw new IOException("the server closed the connection");
                end += received;
                begin += HandleCorked(buffer.AsSpan(begin, end - begin));
                // What is left of an answer moves to the front when that costs little, or when there is no room behind it.
                if (begin == end || end == buffer.Length)
                {
                    buffer.AsSpan(begin, end - begin).CopyTo(buffer);
                    (begin, end) = (0, end - begin);
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or IOException or InvalidDataException)
        {
            Break(failure);
        }
    }

    private int HandleCorked(ReadOnlySpan<byte> received)
    {
        lock (_lock)
            _isCorked = true;
        var handled = Handle(received);
        lock (_lock)
        {
            _isCorked = false;
            if (_isSending || _next.WrittenCount == 0)
                return handled;
            _isSending = true;
        }

        _ = Send();
        return handled;
    }

    private void Break(Exception failure)
    {
        bool isClosed;
        lock (_lock)
        {
            Failure ??= failure;
            isClosed = _isClosed;
        }

        Fail(isClosed ? new OperationCanceledException("the connection was closed") : failure);
    }
}
