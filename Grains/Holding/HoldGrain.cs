using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansRocket.Hosting;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.State;
using OrleansRocket.Stores;

namespace OrleansRocket.Holding;

/// <summary>
/// Releases the held messages of one queue. It follows the queue (<see cref="Tail"/>) and works in rounds (<see cref="Work"/>): what is to be
/// released together is written down first, then sent, then written down as settled. Reentrant: rounds run one after another by themselves,
/// calls only leave decisions for them.
/// </summary>
[Reentrant, KeepAlive, StorePlacement, GrainType("rocket.hold")]
internal sealed partial class HoldGrain(RouteCache routes, IOptions<RocketSiloOptions> options, TimeProvider time, ILogger<HoldGrain> logger) : Grain, IHoldGrain
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>A call is answered after so long, though some of its decisions may not be carried out.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(250);

    private readonly HeldIndex _index = new();
    private readonly Dictionary<long, Decision> _decisions = [];
    private readonly CancellationTokenSource _ending = new();
    private SteadyClock _clock = null!;
    private QueueName _queue;
    private bool _isHalf;
    private ITopicQueueGrain _held = null!;
    private HoldState _state = null!;
    private TaskCompletionSource? _seen;
    private bool _hasEnded;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _queue = QueueName.Parse(this.GetPrimaryKeyString());
        if (!SystemTopic.IsHeld(_queue.Topic))
            throw new RocketException(RocketError.InvalidArgument, $"queue {_queue} holds no messages for others");
        _isHalf = _queue.Topic == SystemTopic.Half;
        var holds = await routes.FindTopic(SystemTopic.Holds)
            ?? throw new RocketException(RocketError.TopicNotFound, $"topic '{SystemTopic.Holds}' does not exist");
        _clock = new SteadyClock(time);
        _held = GrainFactory.GetGrain<ITopicQueueGrain>(_queue.ToString());
        _reader = new HeldReader(_held);
        var stateQueue = new QueueName(SystemTopic.Holds, _queue.Queue % holds.Queues.Count);
        _state = new HoldState(_queue, new StateLog(GrainFactory.GetGrain<ITopicQueueGrain>(stateQueue.ToString()), $"hold/{_queue}", routes.StoreName, time));
        _index.Begin((await _held.Describe()).StartOffset);
        await _state.Load(_index);
        _ = Tail();
        _ = Work();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        End(null);
        _state?.Dispose();
        return Task.CompletedTask;
    }

    public Task<HoldStatus> Wake()
    {
        CheckAlive();
        return Task.FromResult(new HoldStatus(_index.Open, _index.Head, _index.End, _index.NextDueMs ?? -1));
    }

    public async Task<HeldAnswer[]> Decide(HeldDecision[] decisions)
    {
        if (decisions.Length > IHoldGrain.MaxDecisions)
            throw new RocketException(RocketError.InvalidArgument, $"{decisions.Length} decisions for queue {_queue}; the limit is {IHoldGrain.MaxDecisions}");
        var carried = new Task<HeldAnswer>[decisions.Length];
        for (var index = 0; index < decisions.Length; index++)
            carried[index] = Decide(decisions[index]);

        // Not with the first: who waits for work goes on within this call, and all of it is to be in one round.
        if (_undecided.Count > 0)
            Signal();
        try
        {
            return await Task.WhenAll(carried).WaitAsync(AnswerPatience, time);
        }
        catch (TimeoutException)
        {
            return Array.ConvertAll(carried, static one => one.IsCompletedSuccessfully ? one.Result : HeldAnswer.Pending);
        }
    }

    private async Task<HeldAnswer> Decide(HeldDecision decision)
    {
        CheckAlive();
        var hasWaited = _index.End <= decision.Offset;
        if (hasWaited && !await WaitToSee(decision.Offset))
            return HeldAnswer.NotHeld;
        if (_index.IsClosed(decision.Offset))
            return !_index.IsRemembered(decision.Offset) || _index.IsDropped(decision.Offset) == decision.Release ? HeldAnswer.NotHeld : HeldAnswer.Carried;
        if (!_decisions.TryGetValue(decision.Offset, out var made))
        {
            if (!decision.Release && _releasing.Contains(decision.Offset))
                return HeldAnswer.NotHeld;
            _decisions.Add(decision.Offset, made = new Decision(decision));
            _undecided.Add(made);

            // Whose message was not seen at first comes here later, alone.
            if (hasWaited)
                Signal();
        }
        else if (made.Asked.Release != decision.Release)
        {
            return HeldAnswer.NotHeld;
        }

        return await made.Carried.Task;
    }

    /// <summary>What is not seen yet was acknowledged a moment ago, and is seen in the next one; false when it is not.</summary>
    private async Task<bool> WaitToSee(long offset)
    {
        var started = time.GetTimestamp();
        while (_index.End <= offset && SeePatience - time.GetElapsedTime(started) is { Ticks: > 0 } remaining)
        {
            try
            {
                _seen ??= new TaskCompletionSource();
                await _seen.Task.WaitAsync(remaining, time);
            }
            catch (TimeoutException)
            {
                break;
            }

            CheckAlive();
        }

        return _index.End > offset;
    }

    private void CheckAlive()
    {
        if (_hasEnded)
            throw new RocketException(RocketError.StoreUnavailable, $"the messages held in queue {_queue} are released elsewhere by now");
    }

    /// <summary>Follows the queue and notes when each message is due.</summary>
    private async Task Tail()
    {
        for (var failures = 0; !_hasEnded;)
        {
            try
            {
                var reply = await _held.Read(new ReadRequest { Offset = _index.End, Wait = ReadRequest.MaxWait }, _ending.Token);
                if (_hasEnded)
                    return;
                Note(reply);
                failures = 0;
            }
            catch (Exception failure)
            {
                if (_hasEnded)
                    return;
                LogTailFailed(failure, _queue, _index.End, ++failures);
                await Task.Delay(Patience(failures), time);
            }
        }
    }

    private void Note(ReadReply reply)
    {
        var before = _index.NextDueMs;
        var batches = reply.Batches;
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            if ((batch.Attributes & BatchAttributes.Control) != 0)
                continue;
            foreach (var record in batch.Records)
            {
                if (record.Offset >= _index.End)
                    _index.Add(record.Offset, DueMs(record));
            }
        }

        _index.MoveTo(reply.NextOffset);
        var seen = _seen;
        _seen = null;
        seen?.SetResult();
        if (_index.NextDueMs != before)
            Signal();
    }

    /// <summary>When a delayed message is to be delivered; when somebody is to be asked about a half one.</summary>
    private long DueMs(in RecordView record) => _isHalf
        ? record.StoreTimestampMs + (long)options.Value.TransactionTimeout.TotalMilliseconds
        : HeldMessage.DeliverAtMs(record);

    private static TimeSpan Patience(int failures)
    {
        var doubled = RetryDelay * Math.Pow(2, Math.Min(failures - 1, 10));
        return doubled < MaxRetryDelay ? doubled : MaxRetryDelay;
    }

    /// <summary>This activation is over. Who waits is told, and asks the next one.</summary>
    private void End(Exception? failure)
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        if (failure is not null)
            LogEnded(failure, _queue);
        _ending.Cancel();
        foreach (var decision in _decisions.Values)
            decision.Carried.TrySetException(new RocketException(RocketError.StoreUnavailable, $"the messages held in queue {_queue} are released elsewhere by now"));
        Signal();
        _seen?.TrySetResult();
        if (failure is not null)
            DeactivateOnIdle();
    }

    [LoggerMessage(2400, LogLevel.Warning, "Cannot read the held messages of queue {Queue} at offset {Offset} (failure {Failures} in a row); trying again")]
    private partial void LogTailFailed(Exception failure, QueueName queue, long offset, int failures);

    [LoggerMessage(2401, LogLevel.Warning, "The held messages of queue {Queue} are not released here any more")]
    private partial void LogEnded(Exception failure, QueueName queue);

    [LoggerMessage(2402, LogLevel.Warning, "Cannot release held messages of queue {Queue} into {Target} (attempt {Attempt}); trying again")]
    private partial void LogReleaseFailed(Exception failure, QueueName queue, QueueName target, int attempt);

    [LoggerMessage(2404, LogLevel.Warning, "Half message {Queue}@{Offset} was checked {Checks} times without an answer from producer group {Group}: it becomes a dead letter")]
    private partial void LogCheckedTooOften(QueueName queue, long offset, int checks, string group);

    [LoggerMessage(2403, LogLevel.Warning, "Held message {Queue}@{Offset} was for topic {Topic}, which does not exist any more: it is dropped")]
    private partial void LogTopicGone(QueueName queue, long offset, string topic);

    /// <summary>A decision on a held message, and the promise that it is carried out.</summary>
    private sealed class Decision(HeldDecision asked)
    {
        public HeldDecision Asked => asked;

        /// <summary>Whether it is about the message that it says.</summary>
        public bool IsVerified { get; set; }

        public TaskCompletionSource<HeldAnswer> Carried { get; } = new();
    }
}
