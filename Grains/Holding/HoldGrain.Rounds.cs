using OrleansRocket.Log.Records;
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
    private readonly List<HeldRelease> _carriedOut = [];

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
