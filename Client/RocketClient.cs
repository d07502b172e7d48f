using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansRocket.Routing;
using OrleansRocket.Tracing;

namespace OrleansRocket;

/// <summary>
/// The way into a cluster: one long-lived instance for each, safe for use by many threads. It works the same in a silo, where it talks to
/// local grains, and in a client process.
/// </summary>
public sealed class RocketClient : IAsyncDisposable
{
    private readonly ClientContext _context;
    private readonly ClientRoutes _routes;

    /// <summary>Makes a client.</summary>
    /// <param name="grains">The silo's grain factory, or a connected cluster client.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="loggers">Where to log; null for nowhere.</param>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, naming the option.</exception>
    public RocketClient(IGrainFactory grains, RocketClientOptions? options = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(grains);
        options ??= new RocketClientOptions();
        options.Check();
        _context = new ClientContext(grains, options, time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance);
        _routes = new ClientRoutes(_context);
        _context.Traces = new TraceWriter(_context, _routes);
        Topics = new RocketTopics(_context, _routes);
        Groups = new RocketGroups(_context, Topics);
        Messages = new RocketMessages(_context, Topics);
        Brokers = new RocketBrokers(_context);
        Replicas = new RocketReplicas(_context);
        DeadLetters = new RocketDeadLetters(_context, _routes, this);
    }

    /// <summary>What the parts of the client share.</summary>
    internal ClientContext Context => _context;

    /// <summary>Where traces of messages go.</summary>
    internal TraceWriter Traces => _context.Traces;

    /// <summary>Creates, changes and describes topics.</summary>
    public RocketTopics Topics { get; }

    /// <summary>Describes consumer groups.</summary>
    public RocketGroups Groups { get; }

    /// <summary>Finds messages without consuming them.</summary>
    public RocketMessages Messages { get; }

    /// <summary>Describes brokers.</summary>
    public RocketBrokers Brokers { get; }

    /// <summary>The messages that consumer groups could not handle.</summary>
    public RocketDeadLetters DeadLetters { get; }

    /// <summary>Where the replicas of queues are.</summary>
    public RocketReplicas Replicas { get; }

    /// <summary>Makes a producer. It is cheap; one for each application is the usual number.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, naming the option.</exception>
    public RocketProducer CreateProducer(ProducerOptions? options = null)
    {
        options ??= new ProducerOptions();
        options.Check();
        return new RocketProducer(_context, _routes, options);
    }

    /// <summary>Makes a producer of messages that are delivered when a transaction of the application's is committed.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, naming the option.</exception>
    public RocketTransactionProducer CreateTransactionProducer(TransactionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new RocketTransactionProducer(_context, CreateProducer(options.Producer), options);
    }

    /// <summary>Joins a consumer group; messages are then taken with <see cref="RocketConsumer.ReceiveAsync"/> or
    /// <see cref="RocketConsumer.ReadAllAsync"/>.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.TopicNotFound"/>.</exception>
    public async Task<RocketConsumer> CreateConsumerAsync(ConsumerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return await RocketConsumer.Join(_context, _routes, options, cancellationToken);
    }

    /// <summary>Joins a consumer group and hands every message to <paramref name="handler"/>, several at a time. A message is done when the
    /// handler returns; when it throws, the message is tried again as <see cref="ConsumerOptions.Retry"/> says.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.TopicNotFound"/>.</exception>
    public async Task<RocketPushConsumer> SubscribeAsync(
        ConsumerOptions options,
        Func<ReceivedMessage, CancellationToken, ValueTask> handler,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new RocketPushConsumer(_context, await CreateConsumerAsync(options, cancellationToken), options, handler);
    }

    /// <summary>Makes a consumer that receives messages for a limited time and acknowledges each: as many of them as one likes share the queues of
    /// a topic. It is cheap, and safe for use by many threads.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, naming the option.</exception>
    public RocketSimpleConsumer CreateSimpleConsumer(SimpleConsumerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new RocketSimpleConsumer(_context, _routes, options);
    }

    /// <summary>Stops the client's background work. Its producers and consumers must have been disposed before.</summary>
    public async ValueTask DisposeAsync()
    {
        await _context.Traces.DisposeAsync();
        await _routes.DisposeAsync();
    }
}
