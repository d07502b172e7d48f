using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansRocket.State;

namespace OrleansRocket;

/// <summary>A member of a consumer group that hands its messages to a handler, several at a time.</summary>
public sealed partial class RocketPushConsumer : IAsyncDisposable
{
    /// <summary>RocketMQ's <c>suspendCurrentQueueTimeMillis</c>.</summary>
    private static readonly TimeSpan OrderedRetryDelay = TimeSpan.FromSeconds(1);

    private readonly ClientContext _context;
    private readonly RocketConsumer _consumer;
    private readonly Func<ReceivedMessage, CancellationToken, ValueTask> _handler;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly Channel<ReceivedMessage>[] _lines;
    private readonly RetryPolicy _retry;
    private readonly Task _workers;

    internal RocketPushConsumer(
        ClientContext context,
        RocketConsumer consumer,
        ConsumerOptions options,
        Func<ReceivedMessage, CancellationToken, ValueTask> handler)
    {
        _context = context;
        _consumer = consumer;
        _handler = handler;
        _logger = context.Loggers.CreateLogger<RocketPushConsumer>();
        _retry = options switch
        {
            { Ordered: true, Retry.IsInPlace: false } => RetryPolicy.InPlace(OrderedRetryDelay),
            { Mode: ConsumeMode.Broadcasting, InstanceName: null } => options.Retry.ToInPlace(),
            _ => options.Retry,
        };
        _lines = [.. Enumerable.Range(0, options.Ordered ? options.MaxConcurrency : 0).Select(_ => Channel.CreateUnbounded<ReceivedMessage>())];
        _workers = options.Ordered
            ? Task.WhenAll([context.Run(Distribute), .. _lines.Select(line => context.Run(() => WorkInOrder(line.Reader)))])
            : Task.WhenAll(Enumerable.Range(0, options.MaxConcurrency).Select(_ => context.Run(Work)));
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
        // Not CancelAsync, which would tell those who wait on the thread pool and not on the client's scheduler.
        _stopping.Cancel();
        await _consumer.DisposeAsync();
        _aborting.Cancel();
        await _workers;
    }

    private async Task Work()
    {
        while (await Receive() is { } message)
            await Handle(message);
    }

    /// <summary>The next message; null on closing.</summary>
    private async ValueTask<ReceivedMessage?> Receive()
    {
        try
        {
            return await _consumer.ReceiveAsync(_stopping.Token);
        }
        catch (Exception closed) when (closed is OperationCanceledException or RocketException { Code: RocketError.Closed })
        {
            return null;
        }
    }

    /// <summary>Messages whose order matters stand in the same line.</summary>
    private async Task Distribute()
    {
        while (await Receive() is { } message)
        {
            var order = message.MessageGroup ?? message.Queue.ToString();
            _lines[NameHash.Bucket(order, _lines.Length)].Writer.TryWrite(message);
        }

        foreach (var line in _lines)
            line.Writer.Complete();
    }

    private async Task WorkInOrder(ChannelReader<ReceivedMessage> line)
    {
        while (await line.WaitToReadAsync())
        {
            while (line.TryRead(out var message))
            {
                // Those behind one that was given up must not pass it.
                if (_stopping.IsCancellationRequested || message.Reader.IsStopped)
                    message.Settle(isDone: false);
                else
                    await Handle(message);
            }
        }
    }

    /// <summary>Calls the handler. A message that fails is tried again, in its place or later, until it becomes a dead letter; one that is given
    /// up on closing is not acknowledged and comes again.</summary>
    private async Task Handle(ReceivedMessage message)
    {
        for (var failures = message.Attempt; ; failures++)
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

                LogHandlerFailed(failure, message.Queue, message.Offset, failures);
                if (failures > _retry.MaxRetries)
                {
                    await Store(message, () => message.DeadLetterAsync($"{failure.GetType().Name}: {failure.Message}"));
                    return;
                }

                if (!_retry.IsInPlace)
                {
                    await Store(message, () => message.NackAsync(_retry.DelayAfter(failures)));
                    return;
                }

                await Pause(_retry.DelayAfter(failures));
            }
        }
    }

    /// <summary>Stores a message elsewhere, again and again until that succeeds: it is not done before.</summary>
    private async Task Store(ReceivedMessage message, Func<Task> store)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store();
                return;
            }
            catch (Exception failure)
            {
                LogStoreFailed(failure, message.Queue, message.Offset, attempt);
                if (_stopping.IsCancellationRequested || message.Reader.IsStopped)
                {
                    message.Settle(isDone: false);
                    return;
                }

                await Pause(_context.RetryDelay(attempt));
            }
        }
    }

    private async Task Pause(TimeSpan delay)
    {
        try
        {
            await _context.Delay(delay, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the next attempt is the last.
        }
    }

    [LoggerMessage(3300, LogLevel.Warning, "The handler failed on message {Queue}@{Offset} (failure {Failures})")]
    private partial void LogHandlerFailed(Exception failure, QueueName queue, long offset, int failures);

    [LoggerMessage(3301, LogLevel.Warning, "Message {Queue}@{Offset}, which could not be handled, could not be stored for later (attempt {Attempt}); trying again")]
    private partial void LogStoreFailed(Exception failure, QueueName queue, long offset, int attempt);
}
