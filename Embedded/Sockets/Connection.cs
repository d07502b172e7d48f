using System.Net.Sockets;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// A connection between two nodes. Between silos it carries the messages of the one that dialled, so two silos have two; a client's carries
/// both ways. It begins to take messages at once and sends them when the handshake is done.
/// </summary>
internal sealed partial class Connection
{
    private readonly Lock _lock = new();
    private readonly OutputQueue _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SocketTransport _transport;
    private readonly Socket _socket;
    private bool _isReady;
    private bool _isSending;
    private bool _isEnding;
    private bool _isClosed;
    private TaskCompletionSource? _drained;

    private Connection(SocketTransport transport, Socket socket, SiloAddress remote)
    {
        _transport = transport;
        _socket = socket;
        Remote = remote;
    }

    public SiloAddress Remote { get; }

    /// <summary>Ends when the handshake is done; fails with the reason why it was not.</summary>
    public Task Ready => _ready.Task;

    /// <summary>A connection that <see cref="Dial"/> begins.</summary>
    public static Connection ToDial(SocketTransport transport, SiloAddress silo) =>
        new(transport, new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), silo);

    /// <summary>Takes over what was accepted, once the other side has introduced itself.</summary>
    public static Connection Accepted(SocketTransport transport, Socket socket, SiloAddress remote) =>
        new(transport, socket, remote) { _isReady = true };

    /// <summary>Dials, and receives until the connection ends.</summary>
    public void Dial() => _ = RunDialled();

    /// <summary>Receives until the connection ends. For one that was accepted.</summary>
    public Task RunAccepted() => Run(ReceiveAll);

    /// <summary>Puts a message into the queue, and sends it unless something is being sent already.</summary>
    public SendOutcome Send(Message message)
    {
        lock (_lock)
        {
            if (_isClosed || _isEnding)
            {
                return SendOutcome.NoSuchNode;
            }

            // Answers are never refused: nobody could repeat them. A client that does not take its answers is no longer read.
            if (_output.Bytes + message.Body.Length > _transport.MaxQueuedBytes
                && _output.Bytes > 0
                && message.Kind is not (MessageKind.Result or MessageKind.Exception))
            {
                return SendOutcome.Busy;
            }

            _output.Add(message);
            if (_isSending || !_isReady)
            {
                return SendOutcome.Sent;
            }

            _isSending = true;
        }

        _ = SendAll();
        return SendOutcome.Sent;
    }

    /// <summary>Takes no further message, and closes when what waits has been sent.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isEnding = true;
            if (_isSending)
            {
                return;
            }
        }

        Close("this node has left");
    }

    public void Close(string reason)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _drained?.TrySetResult();
        }

        _ready.TrySetException(new SiloUnavailableException(reason));
        _ = _ready.Task.Exception;
        _socket.Dispose();
        _transport.OnClosed(this, reason);
    }

    private Task RunDialled() => Run(async () =>
    {
        using (var timeout = new CancellationTokenSource(Handshake.Timeout))
        {
            await _socket.ConnectAsync(_transport.EndPointOf(Remote), timeout.Token);
            await Handshake.Introduce(_socket, _transport.HelloTo(Remote), timeout.Token);
        }

        StartSending();
        _ready.TrySetResult();
        await ReceiveAll();
    });

    /// <summary>The outermost frame of a connection: whatever ends it is the reason that its calls are given.</summary>
    private async Task Run(Func<Task> work)
    {
        try
        {
            await work();
            Close("the other side has closed it");
        }
        catch (OperationCanceledException)
        {
            Close($"the other side did not answer within {Handshake.Timeout.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is SocketException or IOException or OrleansException or ObjectDisposedException or Serialization.SerializerException)
        {
            Close(exception.Message);
        }
    }

    private void StartSending()
    {
        lock (_lock)
        {
            _isReady = true;
            if (_isSending || _output.Bytes == 0)
            {
                return;
            }

            _isSending = true;
        }

        _ = SendAll();
    }

    private async Task SendAll()
    {
        try
        {
            while (Next() is { } segment)
            {
                for (var sent = 0; sent < segment.Bytes.Length;)
                {
                    sent += await _socket.SendAsync(segment.Bytes[sent..]);
                }

                OutputQueue.Return(segment);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Close(exception.Message);
        }
    }

    private OutputQueue.Segment? Next()
    {
        bool isEnding;
        lock (_lock)
        {
            if (_output.Bytes <= _transport.MaxQueuedBytes)
            {
                _drained?.TrySetResult();
                _drained = null;
            }

            if (_output.TryTake(out var segment))
            {
                return segment;
            }

            _isSending = false;
            isEnding = _isEnding;
        }

        if (isEnding)
        {
            Close("this node has left");
        }

        return null;
    }

    /// <summary>Ends when few enough answers wait for a client; at once in all other cases.</summary>
    private Task Drained()
    {
        if (!Remote.IsClient)
        {
            // Two silos that wait for each other would wait for ever.
            return Task.CompletedTask;
        }

        lock (_lock)
        {
            if (_isClosed || _output.Bytes <= _transport.MaxQueuedBytes)
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }
}
