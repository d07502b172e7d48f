using OrleansRocket.Queues;

namespace OrleansRocket.Holding;

// The sending of what has been written down: one release after the other to each queue.
internal sealed partial class HoldGrain
{
    private readonly Dictionary<QueueName, Lane> _lanes = [];
    private readonly Dictionary<string, int> _turns = [];

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
}
