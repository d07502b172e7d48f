using OrleansRocket.Log.Queues;

namespace OrleansRocket.Replication;

/// <summary>
/// A leader's link to one follower: finds where the logs agree, and then pushes what the leader appends, a few chunks at a time. Belongs to
/// the leader's grain and runs in its turns; nothing runs while there is nothing to push.
/// </summary>
internal sealed class FollowerLink(ReplicaGroup group, string store, IFollowerGrain follower, QueueLog log, LiveStores live, TimeProvider time)
{
    /// <summary>Pushes under way: one is written while the next one travels.</summary>
    private const int Window = 2;

    /// <summary>Bytes of a push: small enough not to hold up the membership's probes on the same connection.</summary>
    private const int ChunkBytes = 256 * 1024;

    /// <summary>A follower that does not answer for so long is tried again.</summary>
    private static readonly TimeSpan PushTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Where nobody waits for a follower, what comes within this time travels together: a push costs as much as many messages.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(2);

    private bool _isFollowing;
    private bool _isConnecting;
    private bool _isLingering;
    private bool _isDue;
    private int _pushes;
    private long _next;
    private long _toldCommitted;

    /// <summary>How long the next attempt waits: none at first, more with each one in a row after which the follower could not store anything.</summary>
    private TimeSpan _delay;

    /// <summary>Raised when the link begins anew: answers to earlier pushes do not count any more.</summary>
    private int _life;

    /// <summary>The follower's store.</summary>
    public string Store => store;

    /// <summary>What the follower has, as durably as the topic's flush demands; counts when <see cref="HasAccepted"/>.</summary>
    public long Match { get; private set; }

    /// <summary>Whether the follower has accepted the leader's epoch.</summary>
    public bool HasAccepted { get; private set; }

    /// <summary>Why the follower's store cannot follow; null when it can, or cannot be reached.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether the follower takes what is pushed to it.</summary>
    public bool IsInSync => _isFollowing && HasAccepted;

    /// <summary>Whether the follower's silo runs.</summary>
    public bool IsReachable => live.Find(store) is not null;

    /// <summary>Pushes what is new, as far as the window allows.</summary>
    public void Pump()
    {
        if (group.HasEnded)
            return;
        if (!_isFollowing)
        {
            if (!_isConnecting)
                _ = Connect();
            return;
        }

        if (group.MayLinger && !_isDue)
        {
            if (!_isLingering && _next < log.EndOffset)
                _ = PumpLater();
            return;
        }

        while (_pushes < Window && _next < log.EndOffset && !group.HasEnded)
        {
            var chunk = log.Read(_next, ChunkBytes, long.MaxValue);
            if (chunk.Status == ReadStatus.Corrupt)
            {
                log.LatchDamaged(_next);
                group.End($"its log is damaged at offset {_next}");
                return;
            }

            if (chunk.Status != ReadStatus.Found)
            {
                // Retention was faster than this follower, which has to begin anew.
                Restart();
                return;
            }

            _ = Push(chunk);
        }

        // Until then what has come meanwhile goes on at once.
        _isDue = _next < log.EndOffset;
    }

    private async Task PumpLater()
    {
        _isLingering = true;
        await Task.Delay(Linger, time);
        (_isLingering, _isDue) = (false, true);
        Pump();
    }

    /// <summary>Tells an idle follower what is committed by now.</summary>
    public void TellCommitted()
    {
        if (_isFollowing && _pushes == 0 && _next == log.EndOffset && _toldCommitted < group.CommittedOffset)
            _ = Push(new LogRead(ReadStatus.AtEnd, default, _next));
    }

    private async Task Push(LogRead chunk)
    {
        var life = _life;
        var request = group.NewPush(_next, chunk.Batches);
        _next = chunk.NextOffset;
        _toldCommitted = request.CommittedOffset;
        _pushes++;
        PushReply? reply;
        try
        {
            reply = await follower.Push(request).WaitAsync(PushTimeout, time);
        }
        catch (Exception failure)
        {
            // Whatever it was, the way on is the same: find out anew what the follower has.
            group.LogPushFailed(store, failure);
            reply = null;
        }

        if (life != _life || group.HasEnded)
            return;
        _pushes--;
        if (reply is { Status: PushStatus.Stored })
        {
            _delay = TimeSpan.Zero;
            Note(reply);
            Pump();
        }
        else if (!EndsLeadership(reply))
        {
            Problem = reply?.Problem;

            // A full disk takes what is empty, and would be asked without end.
            if (reply is { Status: PushStatus.Failed })
                BePatient();
            Restart();
        }
    }

    /// <summary>Makes the follower follow, for as long as it takes.</summary>
    private async Task Connect()
    {
        _isConnecting = true;
        while (!group.HasEnded)
        {
            if (_delay > TimeSpan.Zero)
                await Wait(_delay);
            if (group.HasEnded)
                break;
            var reply = await TryConnect();
            if (group.HasEnded || EndsLeadership(reply))
                break;
            Problem = reply?.Problem;
            if (reply is { Status: PushStatus.Stored })
            {
                _isFollowing = true;
                _next = reply.EndOffset;
                Match = 0;
                Note(reply);
                break;
            }

            BePatient();
        }

        _isConnecting = false;
        Pump();
    }

    private async Task<PushReply?> TryConnect()
    {
        if (!IsReachable)
            return null;
        try
        {
            return await follower.Push(group.NewPush(0, default) with { Follow = group.NewFollow() }).WaitAsync(PushTimeout, time);
        }
        catch (Exception failure)
        {
            group.LogPushFailed(store, failure);
            return null;
        }
    }

    /// <summary>Waits for a while, or until the membership changes: a store that comes back is noticed at once.</summary>
    private async Task Wait(TimeSpan delay)
    {
        try
        {
            await live.Changed.WaitAsync(IsReachable ? delay : TimeSpan.FromMinutes(1), time);
        }
        catch (TimeoutException)
        {
            // Time to try again.
        }
    }

    private void BePatient() => _delay = _delay == TimeSpan.Zero ? RetryDelay : _delay * 2 < MaxRetryDelay ? _delay * 2 : MaxRetryDelay;

    private void Note(PushReply reply)
    {
        Match = Math.Max(Match, reply.EndOffset);
        HasAccepted = reply.HasAccepted;
        Problem = null;
        group.Advance();
    }

    private bool EndsLeadership(PushReply? reply)
    {
        if (reply is not { Status: PushStatus.Refused })
            return false;
        group.Deposed(store, reply.PromisedEpoch);
        return true;
    }

    /// <summary>Begins anew: the follower has lost what it said to have.</summary>
    public void FollowAnew()
    {
        if (!_isFollowing || group.HasEnded)
            return;
        Match = 0;
        HasAccepted = false;
        Restart();
    }

    private void Restart()
    {
        _life++;
        _pushes = 0;
        _isFollowing = false;
        group.FollowerLost();
        Pump();
    }
}
