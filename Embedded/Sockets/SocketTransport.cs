using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// Carries the messages of one node over Unix domain sockets. A silo listens in the cluster directory; silos and clients dial it when they
/// have something to send.
/// </summary>
internal sealed partial class SocketTransport(
    SharedDirectory directory, IOptions<ClusterDirectoryOptions> options, EngineEnvironment environment, ILogger<SocketTransport> logger) : ITransport
{
    private const int Backlog = 512;
    private static readonly TimeSpan PauseAfterFailedAccept = TimeSpan.FromMilliseconds(100);

    // Those that this node has dialled, and those that clients have.
    private readonly ConcurrentDictionary<SiloAddress, Connection> _connections = new();
    private readonly ConcurrentDictionary<Connection, bool> _fromSilos = new();
    private INode? _node;
    private Socket? _listener;

    public long MaxQueuedBytes => options.Value.MaxQueuedBytes;

    /// <summary>The longest frame that is taken.</summary>
    public int MaxFrameLength { get; private set; }

    public void Attach(INode node)
    {
        MaxFrameLength = ((CallRuntime)node).Messaging.MaxMessageBodySize + Frame.MaxHeaderLength;
        _node = node;
        if (node.Address.IsClient)
        {
            return;
        }

        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _listener.Bind(EndPointOf(node.Address));
        }
        catch (SocketException exception)
        {
            throw new OrleansConfigurationException($"Cannot listen at {directory.SocketOf(node.Address)}: {exception.Message}", exception);
        }

        _listener.Listen(Backlog);
        _ = AcceptAll(_listener);
        directory.Wrote += TellOthers;
    }

    public void Detach(SiloAddress node)
    {
        _node = null;
        directory.Wrote -= TellOthers;
        _listener?.Dispose();
        foreach (var connection in _connections.Values.Concat(_fromSilos.Keys))
        {
            connection.End();
        }
    }

    public Task Connect(SiloAddress silo, CancellationToken cancellationToken) => To(silo).Ready.WaitAsync(cancellationToken);

    public SendOutcome Send(Message message)
    {
        if (_node is not { } node)
        {
            return SendOutcome.NoSuchNode;
        }

        if (message.Receiver.Equals(node.Address))
        {
            node.Receive(message);
            return SendOutcome.Sent;
        }

        var connection = message.Receiver.IsClient ? _connections.GetValueOrDefault(message.Receiver) : To(message.Receiver);
        return connection?.Send(message) ?? SendOutcome.NoSuchNode;
    }

    public UnixDomainSocketEndPoint EndPointOf(SiloAddress silo) => new(directory.SocketOf(silo));

    public Handshake.Hello HelloTo(SiloAddress silo) =>
        new(directory.ClusterId, _node?.Address ?? throw new OrleansException("This node has left the cluster."), silo);

    public void Deliver(Message message)
    {
        if (message.Kind == MessageKind.MembershipChanged)
        {
            directory.Poll();
        }
        else if (_node is { } node)
        {
            message.Receiver = node.Address;
            node.Receive(message);
        }
    }

    /// <summary>Called once for each connection that has ended.</summary>
    public void OnClosed(Connection connection, string reason)
    {
        _connections.TryRemove(KeyValuePair.Create(connection.Remote, connection));
        _fromSilos.TryRemove(connection, out _);
        if (_node is { } node)
        {
            LogClosed(logger, node.Address, connection.Remote, reason);
            node.OnLost(connection.Remote, reason);

            // Perhaps its process has ended: then its lock is free, and everybody should know at once.
            directory.PollSoon();
        }
    }

    /// <summary>They would look by themselves, but later.</summary>
    private void TellOthers()
    {
        var nodes = _connections.Keys.Concat(MembershipView.ActiveIn(directory.Current)).Where(n => !n.Equals(_node?.Address));
        foreach (var node in nodes.Distinct().ToList())
        {
            Send(new Message { Kind = MessageKind.MembershipChanged, Receiver = node });
        }
    }

    private Connection To(SiloAddress silo)
    {
        if (_connections.TryGetValue(silo, out var known))
        {
            return known;
        }

        lock (_connections)
        {
            if (_connections.TryGetValue(silo, out known))
            {
                return known;
            }

            // In the table before it can end, or it would stay there.
            var dialled = Connection.ToDial(this, silo);
            _connections[silo] = dialled;
            dialled.Dial();
            return dialled;
        }
    }

    private async Task AcceptAll(Socket listener)
    {
        while (_node is not null)
        {
            try
            {
                _ = Welcome(await listener.AcceptAsync());
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException exception)
            {
                // Too many open files, as a rule: others may be closed meanwhile.
                LogNotAccepted(logger, exception.Message);
                await Task.Delay(PauseAfterFailedAccept, environment.Time);
            }
        }
    }

    /// <summary>Hears who is there; a stranger's connection is closed, and nothing else happens.</summary>
    private async Task Welcome(Socket socket)
    {
        try
        {
            using var timeout = new CancellationTokenSource(Handshake.Timeout);
            if (_node is not { } node)
            {
                socket.Dispose();
                return;
            }

            var (hello, refusal) = await Handshake.Listen(socket, directory.ClusterId, node.Address, timeout.Token);
            await Handshake.Answer(socket, refusal, timeout.Token);
            if (hello is not null)
            {
                Receive(Connection.Accepted(this, socket, hello.Sender));
                return;
            }

            LogRefused(logger, refusal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // Gone before it was in: a process that ended, as a rule.
            LogGone(logger, exception.Message);
        }
        catch (Exception exception) when (exception is OrleansException or OperationCanceledException)
        {
            LogRefused(logger, exception.Message);
        }

        socket.Dispose();
    }

    private void Receive(Connection connection)
    {
        if (connection.Remote.IsClient)
        {
            _connections[connection.Remote] = connection;
        }
        else
        {
            _fromSilos[connection] = true;
        }

        _ = connection.RunAccepted();
    }

    [LoggerMessage(9050, LogLevel.Debug, "{Node}: the connection with {Other} has ended: {Reason}")]
    private static partial void LogClosed(ILogger logger, SiloAddress node, SiloAddress other, string reason);

    [LoggerMessage(9053, LogLevel.Debug, "A connection ended in its handshake: {Reason}")]
    private static partial void LogGone(ILogger logger, string reason);

    [LoggerMessage(9051, LogLevel.Warning, "A connection was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);

    [LoggerMessage(9052, LogLevel.Error, "No connection can be accepted: {Reason}")]
    private static partial void LogNotAccepted(ILogger logger, string reason);
}
