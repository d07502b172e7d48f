using OrleansRocket.Log.Records;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.Transactions;

namespace OrleansRocket.Holding;

// The rounds.
internal sealed partial class HoldGrain
{
    /// <summary>The most messages of one round.</summary>
    private const int MaxRound = 2048;

    /// <summary>Delayed messages that are due within so short a time are released together: well below the promised precision of 100 ms.</summary>
    private static readonly TimeSpan RoundPeriod = TimeSpan.FromMilliseconds(20);

    /// <summary>What is carried out is written down as settled with the next release, or after so long: a round for that alone would keep decisions
    /// waiting for the disk once more.</summary>
    private static readonly TimeSpan SettlePeriod = TimeSpan.FromMilliseconds(20);

    /// <summary>The queue is trimmed so often, at most.</summary>
    private static readonly TimeSpan TrimPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Who decides on a message that is not seen yet waits so long for it.</summary>
    private static readonly TimeSpan SeePatience = TimeSpan.FromSeconds(5);

    private readonly List<Decision> _undecided = [];
    private readonly HashSet<long> _releasing = [];
    private readonly Dictionary<QueueName, Lane> _lanes = [];
    private readonly List<HeldRelease> _carriedOut = [];
    private readonly Dictionary<string, int> _turns = [];

    /// <summary>How often producers were asked about a half message.</summary>
    private readonly Dictionary<long, int> _checks = [];
    private HeldReader _reader = null!;
    private TaskCompletionSource? _signal;
    private long _firstCarriedOut;
    private long _lastTrim;
    private long _trimmedTo;

    private async Task Work()
    {
        try
        {
            await SendAgain();
            while (!_hasEnded)
            {
                await WaitForWork();
                if (!_hasEnded)
                    await Round();
            }
        }
        catch (Exception failure)
        {
            End(failure);
        }
    }

    /// <summary>Something is to be done. Who waits may go on within this call, so the next wait must find another task.</summary>
    private void Signal()
    {
        var signal = _signal;
        _signal = null;
        signal?.SetResult();
    }

    private async Task WaitForWork()
    {
        while (!_hasEnded && _undecided.Count == 0 && !_state.HasPending)
        {
            var wait = TrimPeriod;
            if (_carriedOut.Count > 0)
            {
                wait = SettlePeriod - time.GetElapsedTime(_firstCarriedOut);
                if (wait <= TimeSpan.Zero)
                    break;
            }

            if (_index.NextDueMs is { } due)
            {
                var untilDue = TimeSpan.FromMilliseconds(Math.Min(due - NowMs, (long)TrimPeriod.TotalMilliseconds));
                if (untilDue <= TimeSpan.Zero)
                    break;
                wait = untilDue < wait ? untilDue : wait;
            }

            try
            {
                _signal ??= new TaskCompletionSource();
                await _signal.Task.WaitAsync(wait, time);
            }
            catch (TimeoutException)
            {
                // Timers count whole milliseconds, so that a part of one may remain: waiting for that would be a busy loop.
                if (_index.NextDueMs is null || _carriedOut.Count > 0)
                    break;
            }
        }
    }

    private long NowMs => _clock.Now.ToUnixTimeMilliseconds();

    /// <summary>What an earlier activation has written down and perhaps not sent is sent first, as it stands.</summary>
    private async Task SendAgain()
    {
        foreach (var release in _state.Open.ToList())
        {
            foreach (var offset in release.Offsets)
            {
                if (await _reader.Read(offset) is not { } held || !release.TryAdd(held))
                    throw new RocketException(RocketError.StorageFailed, $"held message {_queue}@{offset}, which was about to be released, cannot be read");
                _releasing.Add(offset);
            }

            var lane = LaneTo(release.Target!.Value);
            lane.Add(release);
        }

        foreach (var lane in _lanes.Values.ToList())
            _ = Send(lane);
    }

    /// <summary>Decides what is released and dropped, writes it down, and begins to carry it out.</summary>
    private async Task Round()
    {
        var started = time.GetTimestamp();
        var carriedOut = _carriedOut.ToList();
        _carriedOut.Clear();
        foreach (var release in carriedOut)
        {
            if (release.IsSettled)
                _state.Add(release);
            else
                _state.Abandon(release);
        }

        var releases = new Dictionary<QueueName, HeldRelease>();
        var drops = new List<long>();
        await TakeDecisions(releases, drops);
        await TakeDue(releases, drops);
        foreach (var release in releases.Values)
            _state.Add(release);
        if (drops.Count > 0)
            _state.Add(new HeldRelease { Number = _state.TakeNumber(), Target = null, ProducerId = 0, Sequence = 0, Offsets = drops, IsSettled = true });
        _state.Forget(_index.Head);
        if (_state.HasPending)
            await _state.Write();
        if (_hasEnded)
            return;

        foreach (var release in carriedOut)
        {
            if (release.IsSettled)
                Close(release.Offsets, isDropped: false);
            else
                WaitAgain(release.Offsets);
        }

        Close(drops, isDropped: true);
        foreach (var (target, release) in releases)
        {
            var lane = LaneTo(target);
            lane.Add(release);
            _ = Send(lane);
        }

        _reader.Forget();
        await Trim();
        if (!_isHalf && releases.Count > 0 && _undecided.Count == 0 && RoundPeriod - time.GetElapsedTime(started) is { Ticks: > 0 } rest)
            await Task.Delay(rest, time);
    }

    private async Task TakeDecisions(Dictionary<QueueName, HeldRelease> releases, List<long> drops)
    {
        // In the order of the queue, or one part of it would be read again and again.
        var taken = _undecided.Count <= MaxRound ? _undecided.ToList() : _undecided.GetRange(0, MaxRound);
        _undecided.RemoveRange(0, taken.Count);
        taken.Sort(static (one, other) => one.Asked.Offset.CompareTo(other.Asked.Offset));
        foreach (var decision in taken)
        {
            var offset = decision.Asked.Offset;
            if (_index.IsClosed(offset) || _releasing.Contains(offset))
                continue;
            var held = await _reader.Read(offset);
            if (held is not { } message)
            {
                Refuse(decision);
            }
            else if (message.Id != new MessageId(decision.Asked.ProducerId, decision.Asked.Sequence)
                || HeldMessage.ProducerGroup(message) != decision.Asked.ProducerGroup)
            {
                // It may have been due meanwhile, and have been left to the decision.
                Refuse(decision);
                _index.Wait(offset, DueMs(message));
            }
            else if (decision.Asked.Release)
            {
                decision.IsVerified = true;
                await Release(offset, message, releases, drops);
            }
            else
            {
                drops.Add(offset);
            }
        }
    }

    private void Refuse(Decision decision)
    {
        _decisions.Remove(decision.Asked.Offset);
        decision.Carried.SetResult(HeldAnswer.NotHeld);
    }

    private async Task TakeDue(Dictionary<QueueName, HeldRelease> releases, List<long> drops)
    {
        for (var taken = 0; taken < MaxRound && _index.TakeDue(NowMs) is >= 0 and var offset; taken++)
        {
            if (_releasing.Contains(offset) || _decisions.GetValueOrDefault(offset) is { IsVerified: false })
                continue;
            var held = await _reader.Read(offset)
                ?? throw new RocketException(RocketError.StorageFailed, $"held message {_queue}@{offset} cannot be read");
            if (!_isHalf || _decisions.ContainsKey(offset))
                await Release(offset, held, releases, drops);
            else
                await Check(offset, held, releases, drops);
        }
    }

    /// <summary>Has a producer asked what became of a transaction; one that never gives an answer is a dead letter of its group.</summary>
    private async ValueTask Check(long offset, RecordView half, Dictionary<QueueName, HeldRelease> releases, List<long> drops)
    {
        var group = HeldMessage.ProducerGroup(half) ?? "";
        var checks = _checks.GetValueOrDefault(offset);
        if (checks >= options.Value.TransactionCheckMax)
        {
            LogCheckedTooOften(_queue, offset, checks, group);
            await ReleaseInto(await DeadLetters(group), offset, half, releases, drops);
            return;
        }

        // Counted anew after a failover: better asked too often than given up unasked.
        _checks[offset] = checks + 1;
        _index.Wait(offset, NowMs + (long)options.Value.TransactionCheckInterval.TotalMilliseconds);
        try
        {
            await GrainFactory.GetGrain<IProducerGroupGrain>(group).Check(new TransactionCheck(_queue, offset));
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            // The next check is not far.
        }
    }

    private async ValueTask<string> DeadLetters(string group)
    {
        var topic = SystemTopic.DeadLetters(group);
        if (await routes.FindTopic(topic) is null)
            await GrainFactory.GetGrain<IRoutingGrain>(0).FindOrCreateTopic(topic);
        return topic;
    }

    /// <summary>Puts a message into the release to its queue. While another one is on its way there, it waits for the next.</summary>
    private ValueTask Release(long offset, RecordView held, Dictionary<QueueName, HeldRelease> releases, List<long> drops) =>
        ReleaseInto(HeldMessage.Topic(held) ?? "", offset, held, releases, drops);

    private async ValueTask ReleaseInto(string topic, long offset, RecordView held, Dictionary<QueueName, HeldRelease> releases, List<long> drops)
    {
        var route = topic.Length == 0 ? null : await routes.FindTopic(topic);
        if (route is null or { Deleting: true })
        {
            LogTopicGone(_queue, offset, topic);
            drops.Add(offset);
            return;
        }

        var queue = HeldMessage.Queue(held);
        var lane = queue >= 0 && queue < route.Queues.Count ? LaneTo(new QueueName(topic, queue)) : FreeLane(topic, route.Queues.Count);
        if (!lane.IsBusy)
        {
            if (!releases.TryGetValue(lane.Target, out var release))
                releases.Add(lane.Target, release = lane.Begin(_state.TakeNumber()));
            if (release.TryAdd(held))
            {
                release.Offsets.Add(offset);
                _releasing.Add(offset);
                return;
            }
        }

        lane.Waiting.Add(offset);
    }

    /// <summary>The queue whose turn it is, or the next one that is not busy.</summary>
    private Lane FreeLane(string topic, int queues)
    {
        var turn = _turns.GetValueOrDefault(topic);
        for (var next = 0; next < queues; next++)
        {
            if (LaneTo(new QueueName(topic, (turn + next) % queues)) is { IsBusy: false } free)
                return free;
        }

        return LaneTo(new QueueName(topic, turn % queues));
    }

    private Lane LaneTo(QueueName target)
    {
        if (!_lanes.TryGetValue(target, out var lane))
            _lanes.Add(target, lane = new Lane(_queue, target));
        return lane;
    }

    /// <summary>Sends what is on its way to a queue, until it is stored there or can never be.</summary>
    private async Task Send(Lane lane)
    {
        if (lane.IsSending)
            return;
        lane.IsSending = true;
        while (lane.OnTheWay.TryPeek(out var release))
        {
            if (!await Send(lane, release))
                return;
            lane.OnTheWay.Dequeue();
            release.Free();
            if (_carriedOut.Count == 0)
                _firstCarriedOut = time.GetTimestamp();
            _carriedOut.Add(release);
            if (release.IsSettled)
                Tell(release.Offsets);
        }

        lane.IsSending = false;
        _turns[lane.Target.Topic] = (_turns.GetValueOrDefault(lane.Target.Topic) + 1) & int.MaxValue;
        foreach (var offset in lane.Waiting)
            _index.Wait(offset, 0);
        lane.Waiting.Clear();
        Signal();
    }

    /// <summary>False when this activation has ended meanwhile.</summary>
    private async Task<bool> Send(Lane lane, HeldRelease release)
    {
        var grain = GrainFactory.GetGrain<ITopicQueueGrain>(lane.Target.ToString());
        for (var attempt = 1; !_hasEnded; attempt++)
        {
            try
            {
                await grain.Append(new AppendRequest(release.Batch, IsRelease: true));
                release.IsSettled = true;
                return !_hasEnded;
            }
            catch (RocketException gone) when (gone.Code is RocketError.TopicNotFound or RocketError.TopicBeingDeleted)
            {
                foreach (var offset in release.Offsets)
                    LogTopicGone(_queue, offset, lane.Target.Topic);
                release.IsSettled = true;
                return !_hasEnded;
            }
            catch (RocketException lost) when (lost.Code == RocketError.OutOfOrderSequence)
            {
                // The queue has lost what it had acknowledged before, as one with a weak guarantee may: the messages go as another producer's.
                lane.BeginSequence();
                return !_hasEnded;
            }
            catch (Exception failure)
            {
                if (_hasEnded)
                    return false;
                LogReleaseFailed(failure, _queue, lane.Target, attempt);
                await Task.Delay(Patience(attempt), time);
            }
        }

        return false;
    }

    /// <summary>It is written down that these are done with.</summary>
    private void Close(IReadOnlyList<long> offsets, bool isDropped)
    {
        foreach (var offset in offsets)
        {
            _index.Close(offset, isDropped);
            _releasing.Remove(offset);
            _checks.Remove(offset);
        }

        Tell(offsets);
        _index.Shrink();
    }

    /// <summary>Who has decided on these is told that it is carried out: for a release as soon as its messages are stored.</summary>
    private void Tell(IReadOnlyList<long> offsets)
    {
        foreach (var offset in offsets)
        {
            if (_decisions.Remove(offset, out var decision))
                decision.Carried.TrySetResult(HeldAnswer.Carried);
        }
    }

    /// <summary>These go again, in another release.</summary>
    private void WaitAgain(IReadOnlyList<long> offsets)
    {
        foreach (var offset in offsets)
        {
            _releasing.Remove(offset);
            _index.Wait(offset, 0);
        }
    }

    private async Task Trim()
    {
        if (_index.Head == _trimmedTo || time.GetElapsedTime(_lastTrim) < TrimPeriod)
            return;
        _lastTrim = time.GetTimestamp();
        _trimmedTo = _index.Head;
        try
        {
            await _held.Trim(_trimmedTo);
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            // The next time goes further.
        }
    }
}
