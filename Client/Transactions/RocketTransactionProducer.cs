using Microsoft.Extensions.Logging;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;
using OrleansRocket.Transactions;

namespace OrleansRocket;

/// <summary>
/// Sends messages that are delivered if, and only if, a transaction of the application's is committed: the message is stored first, then the
/// application does its work, then it commits or rolls back. If that never reaches the broker, the broker asks a producer of the group.
/// </summary>
public sealed partial class RocketTransactionProducer : IAsyncDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromSeconds(15);

    private readonly ClientContext _context;
    private readonly TransactionOptions _options;
    private readonly RocketProducer _producer;
    private readonly IProducerGroupGrain _group;
    private readonly ILogger _logger;
    private readonly string _name;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _polling;

    internal RocketTransactionProducer(ClientContext context, RocketProducer producer, TransactionOptions options)
    {
        _context = context;
        _options = options;
        _producer = producer;
        _group = context.Grains.GetGrain<IProducerGroupGrain>(options.Group);
        _logger = context.Loggers.CreateLogger<RocketTransactionProducer>();
        _name = $"{context.Options.ClientId}#{context.NewProducerId():x}";
        _polling = context.Run(Poll);
    }

    /// <summary>Stores a message that nobody gets yet.</summary>
    /// <exception cref="RocketException">As <see cref="RocketProducer.SendAsync"/>; nothing is delivered then.</exception>
    public async Task<RocketTransaction> BeginAsync(RocketMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.DeliverAt is not null)
            throw new RocketException(RocketError.InvalidArgument, $"message for topic '{message.Topic}': {nameof(message.DeliverAt)} is set; a message in a transaction cannot be delayed");
        return new RocketTransaction(_context, _options, await _producer.SendHalf(message, _options.Group, _name, cancellationToken));
    }

    /// <summary>Stores a message, does the application's work and ends the transaction as the work says. When the work throws, the message is
    /// dropped and the exception thrown on.</summary>
    public async Task<TransactionResolution> SendAsync(
        RocketMessage message, Func<CancellationToken, ValueTask<TransactionResolution>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var transaction = await BeginAsync(message, cancellationToken);
        TransactionResolution resolution;
        try
        {
            resolution = await work(cancellationToken);
        }
        catch
        {
            await transaction.RollbackAsync();
            throw;
        }

        if (resolution == TransactionResolution.Commit)
            await transaction.CommitAsync();
        else if (resolution == TransactionResolution.Rollback)
            await transaction.RollbackAsync();
        return resolution;
    }

    /// <summary>Waits for what is being sent and answers no checks any more.</summary>
    public async ValueTask DisposeAsync()
    {
        // Not CancelAsync, which would tell those who wait on the thread pool and not on the client's scheduler.
        _stopping.Cancel();
        await _polling;
        await _producer.DisposeAsync();
    }

    private async Task Poll()
    {
        for (var failures = 0; !_stopping.IsCancellationRequested;)
        {
            try
            {
                var checks = await _group.WaitForChecks(_name, _options.MaxConcurrentChecks, PollWait, _stopping.Token);
                await Task.WhenAll(checks.Select(Answer));
                failures = 0;
            }
            catch (Exception failure)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                LogPollFailed(failure, _options.Group, ++failures);
                await Pause(_context.RetryDelay(failures));
            }
        }
    }

    /// <summary>What cannot be answered is asked again.</summary>
    private async Task Answer(TransactionCheck check)
    {
        try
        {
            if (await Read(check) is not { } half)
                return;
            var resolution = await _options.Check(new HalfMessage(half), _stopping.Token);
            if (resolution != TransactionResolution.Unknown)
            {
                await _context.Decisions.Decide(check.Queue, check.Offset, half.Id, resolution == TransactionResolution.Commit, _options.Group, _options.Producer.SendTimeout);
            }
        }
        catch (RocketException decided) when (decided.Code == RocketError.NotHeld)
        {
            // The producer that began it has ended it meanwhile.
        }
        catch (Exception failure)
        {
            LogCheckFailed(failure, check.Queue, check.Offset, _options.Group);
        }
    }

    private async Task<RecordView?> Read(TransactionCheck check)
    {
        var reply = await _context.Queue(check.Queue).Read(new ReadRequest { Offset = check.Offset, MaxBytes = 1 }, _stopping.Token);
        var batches = reply.Batches;
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            foreach (var record in batch.Records)
            {
                if (record.Offset == check.Offset)
                    return record;
            }
        }

        return null;
    }

    private async Task Pause(TimeSpan delay)
    {
        try
        {
            await _context.Delay(delay, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop sees it.
        }
    }

    [LoggerMessage(3310, LogLevel.Warning, "Producer group {Group} cannot be asked about its transactions (failure {Failures} in a row); trying again")]
    private partial void LogPollFailed(Exception failure, string group, int failures);

    [LoggerMessage(3311, LogLevel.Warning, "The check of half message {Queue}@{Offset} of producer group {Group} failed; it is asked again later")]
    private partial void LogCheckFailed(Exception failure, QueueName queue, long offset, string group);
}
