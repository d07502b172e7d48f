using Microsoft.Extensions.Logging;

namespace OrleansRocket;

/// <summary>A member of a consumer group that hands its messages to a handler, several at a time.</summary>
public sealed partial class RocketPushConsumer : IAsyncDisposable
{
    private readonly ClientContext _context;
    private readonly RocketConsumer _consumer;
    private readonly ConsumerOptions _options;
    private readonly Func<ReceivedMessage, CancellationToken, ValueTask> _handler;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly Task _workers;

    internal RocketPushConsumer(
        ClientContext context,
        RocketConsumer consumer,
        ConsumerOptions options,
        Func<ReceivedMessage, CancellationToken, ValueTask> handler)
    {
        _context = context;
        _consumer = consumer;
        _options = options;
        _handler = handler;
        _logger = context.Loggers.CreateLogger<RocketPushConsumer>();
        _workers = Task.WhenAll(Enumerable.Range(0, options.MaxConcurrency).Select(_ => context.Run(Work)));
    }

    /// <summary>The queues that this member reads at the moment.</summary>
    public IReadOnlyList<QueueName> Queues => _consumer.Queues;

    /// <inheritdoc cref="RocketConsumer.Pause"/>
    public void Pause(params IReadOnlyCollection<QueueName> queues) => _consumer.Pause(queues);

    /// <inheritdoc cref="RocketConsumer.Resume"/>
    public void Resume(params IReadOnlyCollection<QueueName> queues) => _consumer.Resume(queues);

    /// <summary>Stores the progress now.</summary>
    public Task CommitAsync() => _consumer.CommitAsync();

    /// <summary>Takes no further messages, waits (up to <see cref="ConsumerOptions.DrainTimeout"/>) for the handlers that run, stores the
    /// progress and leaves the group. The token of a handler that is still running then is cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _consumer.DisposeAsync();
        await _aborting.CancelAsync();
        await _workers;
    }

    private async Task Work()
    {
        while (!_stopping.IsCancellationRequested)
        {
            ReceivedMessage message;
            try
            {
                message = await _consumer.ReceiveAsync(_stopping.Token);
            }
            catch (Exception closed) when (closed is OperationCanceledException or RocketException { Code: RocketError.Closed })
            {
                return;
            }

            await Handle(message);
        }
    }

    /// <summary>Calls the handler until it succeeds. A message that is given up on closing is not acknowledged and comes again.</summary>
    private async Task Handle(ReceivedMessage message)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _handler(message, _aborting.Token);
                message.Ack();
                return;
            }
            catch (Exception failure)
            {
                if (_stopping.IsCancellationRequested || message.Reader.IsStopped)
                {
                    message.Settle(isDone: false);
                    return;
                }

                LogHandlerFailed(failure, message.Queue, message.Offset, attempt);
                await Pause();
            }
        }
    }

    private async Task Pause()
    {
        try
        {
            await _context.Delay(_options.RetryDelay, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the next attempt is the last.
        }
    }

    [LoggerMessage(3300, LogLevel.Warning, "The handler failed on message {Queue}@{Offset} (attempt {Attempt}); it comes again")]
    private partial void LogHandlerFailed(Exception failure, QueueName queue, long offset, int attempt);
}
