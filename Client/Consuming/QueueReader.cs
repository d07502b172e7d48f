using Microsoft.Extensions.Logging;
using OrleansRocket.Groups;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;
using OrleansRocket.Quotas;
using OrleansRocket.Tracing;

namespace OrleansRocket.Consuming;

/// <summary>Reads one queue for its group, from its grant until it is released.</summary>
internal sealed partial class QueueReader
{
    private static readonly TimeSpan FetchWait = TimeSpan.FromSeconds(10);

    /// <summary>A quota may change while it is waited for.</summary>
    private static readonly TimeSpan QuotaPatience = TimeSpan.FromSeconds(1);

    private readonly ClientContext _context;
    private readonly ConsumerOptions _options;
    private readonly MessageLine _output;
    private readonly Func<QueueReader, Task> _commit;
    private readonly ConsumerPause _pause;
    private readonly ITopicQueueGrain _grain;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly QueueGrant _grant;
    private readonly ReadRequest _request;
    private readonly FilterExpression _filter;
    private readonly HandedOut _handedOut = new();
    private readonly ReadLimit _limit;
    private AckTracker? _acks;
    private Task _reading = Task.CompletedTask;
    private long _committed;

    /// <summary>Makes a reader.</summary>
    /// <param name="context">The client.</param>
    /// <param name="options">The consumer's options.</param>
    /// <param name="grant">The right to read the queue.</param>
    /// <param name="output">Takes the messages.</param>
    /// <param name="commit">Stores the reader's progress at once.</param>
    /// <param name="pause">Says when not to fetch.</param>
    /// <param name="retries">Where messages go that could not be handled.</param>
    public QueueReader(
        ClientContext context,
        ConsumerOptions options,
        QueueGrant grant,
        MessageLine output,
        Func<QueueReader, Task> commit,
        ConsumerPause pause,
        RetrySender retries)
    {
        _pause = pause;
        Retries = retries;
        _filter = grant.Queue.Topic == options.Topic ? options.Filter : TagExpression.All;
        _context = context;
        _options = options;
        _grant = grant;
        _output = output;
        _commit = commit;
        _grain = context.Queue(grant.Queue);
        _logger = context.Loggers.CreateLogger<QueueReader>();
        _committed = grant.CommittedOffset;
        _limit = new ReadLimit(context.Time) { Quota = grant.Quota };
        _request = new ReadRequest { Offset = 0, MaxBytes = options.FetchBytes, Wait = FetchWait }.Where(_filter);
    }

    public ClientContext Context => _context;

    public QueueName Queue => _grant.Queue;

    public RetrySender Retries { get; }

    public long Generation => _grant.Generation;

    /// <summary>How much may be read.</summary>
    public QueueQuota Quota
    {
        set => _limit.Quota = value;
    }

    /// <summary>True once the queue is to be given up: messages that nobody has yet are not handed out any more.</summary>
    public bool IsStopped => _stopping.IsCancellationRequested;

    public void Start() => _reading = _context.Run(Read);

    /// <summary>Notes that the application gets a message; false when it must not have it, because the queue is given up.</summary>
    public bool TryHandOut() => !IsStopped && _handedOut.TryAdd();

    /// <summary>Notes that the application has no more use for a message, be it done or given up.</summary>
    public void Settle(long offset, bool isDone)
    {
        if (isDone)
            _acks!.Ack(offset);
        _handedOut.Remove();
    }

    /// <summary>The progress to store; its offset is -1 when nothing is new.</summary>
    public QueueCommit Progress()
    {
        var progress = _acks?.Progress ?? -1;
        return new QueueCommit(Queue, Generation, progress == _committed ? -1 : progress);
    }

    /// <summary>Notes that progress has been stored.</summary>
    public void Committed(QueueCommit commit)
    {
        if (commit.Offset >= 0)
            _committed = commit.Offset;
    }

    /// <summary>Fetches and hands out nothing any more, and waits, up to the drain timeout, until the application is done with what it has.</summary>
    public async Task Stop()
    {
        _stopping.Cancel();
        await _reading;
        try
        {
            await _handedOut.WaitForNone().Here().WaitAsync(_options.DrainTimeout, _context.Time);
        }
        catch (TimeoutException)
        {
            LogDrainTimedOut(Queue, _options.DrainTimeout);
        }
    }

    /// <summary>Stops without waiting: the queue is lost already.</summary>
    public void Abandon() => _stopping.Cancel();

    private async Task Read()
    {
        for (var failures = 0; !IsStopped;)
        {
            try
            {
                var acks = _acks ??= await Begin();
                await acks.WaitForRoom(_options.MaxUnackedPerQueue).Here().WaitAsync(_stopping.Token);
                while (_pause.IsPaused(Queue, out var resumed))
                    await resumed.Here().WaitAsync(_stopping.Token);
                while (_limit.Wait() is { Ticks: > 0 } wait)
                    await _context.Delay(wait < QuotaPatience ? wait : QuotaPatience, _stopping.Token);
                var request = _request with { Offset = acks.FetchPosition };
                Take(acks, await _grain.Read(request, _stopping.Token));
                failures = 0;
            }
            catch (Exception failure)
            {
                if (IsStopped)
                    return;
                failures++;
                LogReadFailed(failure, Queue, _acks?.FetchPosition ?? -1, failures);
                await Pause(failures);
            }
        }
    }

    /// <summary>Where to begin: where the group was, or else where the options say. The latter is stored before anything is read, or
    /// a crash would let the group begin again somewhere else.</summary>
    private async Task<AckTracker> Begin()
    {
        if (_grant.CommittedOffset >= 0)
            return new AckTracker(_grant.CommittedOffset);

        // What is to be tried again is never skipped.
        var start = Queue.Topic == _options.Topic ? _options.Start : StartPosition.First;
        _acks = new AckTracker(await start.Find(_grain));
        await _commit(this);
        return _acks;
    }

    private void Take(AckTracker acks, ReadReply reply)
    {
        if (reply.Status == ReadStatus.OffsetIllegal)
            LogOffsetMoved(Queue, acks.FetchPosition, reply.StartOffset, reply.CommittedOffset, reply.NextOffset);
        var mayTrace = _context.Traces.MayBeOn(Queue.Topic);
        var batches = reply.Batches;
        var messages = 0;
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            messages += batch.RecordCount;
            if ((batch.Attributes & BatchAttributes.Control) != 0)
                continue;
            foreach (var record in batch.Records)
            {
                if (record.Offset < acks.FetchPosition || !_filter.Matches(record))
                    continue;
                acks.Begin(record.Offset);
                _output.Write(new ReceivedMessage(this, record) { Trace = mayTrace ? TraceOf(record) : null });
            }
        }

        _limit.Take(messages, reply.Batches.Length);
        acks.MoveTo(reply.NextOffset);
    }

    private DeliveryTrace? TraceOf(in RecordView record) =>
        _context.Traces.IsOn(RecordParts.OriginalTopicOf(record) ?? Queue.Topic) ? new DeliveryTrace(_context, _options.Group) : null;

    private async Task Pause(int failures)
    {
        try
        {
            await _context.Delay(_context.RetryDelay(failures), _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop sees it.
        }
    }

    [LoggerMessage(3100, LogLevel.Warning, "Cannot read queue {Queue} at offset {Offset} (failure {Failures} in a row); trying again")]
    private partial void LogReadFailed(Exception failure, QueueName queue, long offset, int failures);

    [LoggerMessage(3102, LogLevel.Warning, "Messages of queue {Queue} were still being handled after {Timeout}; they come again elsewhere")]
    private partial void LogDrainTimedOut(QueueName queue, TimeSpan timeout);

    [LoggerMessage(3101, LogLevel.Warning, "Queue {Queue} has no offset {Offset} (it has {StartOffset} to {CommittedOffset}); going on at {NextOffset}")]
    private partial void LogOffsetMoved(QueueName queue, long offset, long startOffset, long committedOffset, long nextOffset);
}
