using Microsoft.Extensions.Logging;
using OrleansRocket.Groups;
using OrleansRocket.Routing;

namespace OrleansRocket.Consuming;

/// <summary>Reads every queue of a topic for one consumer alone, which nobody knows by name: its progress ends with it.</summary>
internal sealed partial class BroadcastSession : IConsumerSession
{
    /// <summary>How often it is looked whether the topic has got more queues.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly ClientContext _context;
    private readonly ClientRoutes _routes;
    private readonly ConsumerOptions _options;
    private readonly ConsumerPause _pause;
    private readonly MessageLine _output;
    private readonly RetrySender _retries;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<QueueReader> _readers = [];
    private Task _looking = Task.CompletedTask;

    public BroadcastSession(
        ClientContext context, ClientRoutes routes, ConsumerOptions options, string memberId, ConsumerPause pause, MessageLine output)
    {
        (_context, _routes, _options, _pause, _output) = (context, routes, options, pause, output);
        _logger = context.Loggers.CreateLogger<BroadcastSession>();
        _retries = new RetrySender(context, routes, options, canRetry: false);
        MemberId = memberId;
    }

    public string MemberId { get; }

    public IReadOnlyList<QueueName> Queues
    {
        get
        {
            lock (_gate)
                return [.. _readers.Select(reader => reader.Queue)];
        }
    }

    public async Task Join(CancellationToken cancellationToken)
    {
        await Look();
        _looking = _context.Run(LookAgain);
    }

    /// <summary>Nothing is stored.</summary>
    public Task Commit() => Task.CompletedTask;

    public async Task Leave()
    {
        _stopping.Cancel();
        await _looking;
        await Task.WhenAll(_readers.Select(reader => reader.Stop()));
        await _retries.DisposeAsync();
    }

    private async Task Look()
    {
        if (await _routes.Find(_options.Topic) is not { Deleting: false } route)
            throw new RocketException(RocketError.TopicNotFound, $"topic '{_options.Topic}' does not exist");
        lock (_gate)
        {
            while (_readers.Count < route.Queues.Count)
            {
                var grant = new QueueGrant(new QueueName(_options.Topic, _readers.Count), Generation: 0, CommittedOffset: -1, QueueQuota.None);
                var reader = new QueueReader(_context, _options, grant, _output, _ => Task.CompletedTask, _pause, _retries);
                _readers.Add(reader);
                reader.Start();
            }
        }
    }

    private async Task LookAgain()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _context.Delay(LookPeriod, _stopping.Token);
                await Look();
            }
            catch (Exception failure)
            {
                if (!_stopping.IsCancellationRequested)
                    LogLookFailed(failure, _options.Topic);
            }
        }
    }

    [LoggerMessage(3210, LogLevel.Debug, "Cannot look for new queues of topic {Topic}; trying again")]
    private partial void LogLookFailed(Exception failure, string topic);
}
