using System.Globalization;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using RabbitMQ.Client;

namespace OrleansRocket.Bench.Peers.RabbitMq;

/// <summary>A RabbitMQ server with durable queues, used through its own client.</summary>
internal sealed class RabbitBroker : IBroker
{
    /// <summary>Channels over which senders are spread: one channel is one process of the server.</summary>
    private const int Channels = 4;

    private readonly RabbitServer _server;
    private readonly IConnection _connection;
    private readonly BenchOptions _options;
    private readonly byte[] _payload;
    private readonly string[] _queues;
    private readonly BasicProperties _properties = new() { Persistent = true };
    private IChannel[] _channels = [];
    private int _turn;

    private RabbitBroker(RabbitServer server, IConnection connection, BenchOptions options)
    {
        _server = server;
        _connection = connection;
        _options = options;
        _payload = MappedCopy.Block(options.MessageSize);
        _queues = [.. Enumerable.Range(0, options.Queues).Select(queue => string.Create(CultureInfo.InvariantCulture, $"bench{queue}"))];
    }

    public TimeSpan Processor => _server.Processor;

    public static async Task<IBroker> Open(RabbitServer server, BenchOptions options, bool isQuorum, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { HostName = "127.0.0.1", Port = server.Port, AutomaticRecoveryEnabled = false };
        var broker = new RabbitBroker(server, await factory.CreateConnectionAsync(cancellationToken), options);
        // The client's own limit on messages without a confirm would make a window smaller than was asked for.
        var confirms = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);
        broker._channels = new IChannel[Channels];
        for (var channel = 0; channel < Channels; channel++)
            broker._channels[channel] = await broker._connection.CreateChannelAsync(confirms, cancellationToken);
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = isQuorum ? "quorum" : "classic" };
        foreach (var queue in broker._queues)
            await broker._channels[0].QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        return broker;
    }

    public async ValueTask Send(int sender, int messages, CancellationToken cancellationToken)
    {
        var channel = _channels[sender % Channels];
        var queue = _queues[(uint)Interlocked.Increment(ref _turn) % (uint)_queues.Length];
        if (messages == 1)
        {
            await channel.BasicPublishAsync("", queue, mandatory: false, _properties, _payload, cancellationToken);
            return;
        }

        var confirms = new Task[messages];
        for (var message = 0; message < messages; message++)
            confirms[message] = channel.BasicPublishAsync("", queue, mandatory: false, _properties, _payload, cancellationToken).AsTask();
        await Task.WhenAll(confirms);
    }

    public async Task Consume(Consumption consumption, CancellationToken cancellationToken)
    {
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.BasicQosAsync(0, RabbitReader.Prefetch, global: false, cancellationToken);
        var reader = new RabbitReader(channel, consumption);
        foreach (var queue in _queues)
            await channel.BasicConsumeAsync(queue, autoAck: false, reader, cancellationToken);
        await reader.Done.WaitAsync(cancellationToken);
    }

    public async Task Clear(CancellationToken cancellationToken)
    {
        foreach (var queue in _queues)
            await _channels[0].QueuePurgeAsync(queue, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.DisposeAsync();
        }
        finally
        {
            await _server.DisposeAsync();
        }
    }
}
