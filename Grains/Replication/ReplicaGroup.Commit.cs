using OrleansRocket.Log.Errors;

namespace OrleansRocket.Replication;

// Counting who has what, and answering those who wait for it.
internal sealed partial class ReplicaGroup
{
    /// <summary>RocketMQ's <c>syncFlushTimeout</c>.</summary>
    public static readonly TimeSpan AcknowledgeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>An idle follower hears of what is committed so long after the last append.</summary>
    private static readonly TimeSpan TellDelay = TimeSpan.FromMilliseconds(50);

    private readonly Queue<(long EndOffset, TaskCompletionSource<SendStatus> Answer)> _waiting = new();
    private long[] _positions = [];
    private bool _isTelling;

    /// <summary>Up to here as many replicas hold everything as a commit needs. Behind <see cref="CommittedOffset"/> where a leader of a
    /// <see cref="ReplicationMode.Sync"/> topic serves what nobody else is known to hold.</summary>
    private long _replicatedOffset;

    /// <inheritdoc/>
    public long CommittedOffset { get; private set; }

    private bool FlushesFirst => _store.FlushOf(_config) == FlushDiskType.SyncFlush;

    /// <inheritdoc/>
    public ValueTask<SendStatus> Commit(long endOffset)
    {
        if (_whyEnded is { } why)
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_queue}: {why}");
        foreach (var link in _links)
            link.Pump();
        if (FlushesFirst && _log.DurableOffset < endOffset)
            _ = AdvanceWhenFlushed(endOffset);
        else
            Advance();
        return _replicatedOffset >= endOffset ? ValueTask.FromResult(SendStatus.SendOk) : WaitForCommit(endOffset);
    }

    /// <summary>A follower has answered, or something was flushed: looks how far the replicas are that count, and moves the committed offset there.</summary>
    public void Advance()
    {
        if (HasEnded)
            return;
        Count();

        // Last: whoever waits for the beginning may go on within this call, and even answer readers.
        var beginning = _beginning;
        _beginning = null;
        beginning?.SetResult();
    }

    private void Count()
    {
        var replicated = Math.Min(CommonOffset(), _log.EndOffset);
        if (replicated <= _replicatedOffset)
            return;
        _replicatedOffset = replicated;
        var hasMoved = replicated > CommittedOffset;
        CommittedOffset = Math.Max(CommittedOffset, replicated);
        while (_waiting.TryPeek(out var first) && first.EndOffset <= replicated)
            _waiting.Dequeue().Answer.TrySetResult(SendStatus.SendOk);
        if (!hasMoved)
            return;
        _committedMoved();
        if (!_isTelling && _links.Length > 0)
            _ = TellCommitted();
    }

    /// <summary>A follower does not follow any more. With synchronous replication nobody waits for one that is gone.</summary>
    public void FollowerLost()
    {
        if (_config.Replication != ReplicationMode.Sync || Array.Exists(_links, static link => link.IsInSync || link.IsReachable))
            return;
        while (_waiting.TryDequeue(out var waiting))
            waiting.Answer.TrySetResult(FlushesFirst && _log.DurableOffset < waiting.EndOffset ? SendStatus.FlushDiskTimeout : SendStatus.SlaveNotAvailable);
    }

    /// <summary>What as many replicas have as a commit needs.</summary>
    private long CommonOffset()
    {
        if (_positions.Length == 0)
            _positions = new long[_rule.Replicas];
        var count = 0;
        _positions[count++] = FlushesFirst ? _log.DurableOffset : _log.EndOffset;
        foreach (var link in _links)
        {
            if (link.HasAccepted)
                _positions[count++] = link.Match;
        }

        if (count < _rule.Commit)
            return 0;
        Array.Sort(_positions, 0, count);
        return _positions[count - _rule.Commit];
    }

    private async ValueTask<SendStatus> WaitForCommit(long endOffset)
    {
        var isSync = _config.Replication == ReplicationMode.Sync;
        if (isSync && !Array.Exists(_links, static link => link.IsInSync))
        {
            // Nobody is there to wait for, unless a link is just being made.
            if (Array.Exists(_links, static link => link.IsReachable))
                await WaitUntilAccepted(0, FollowerPatience);
            if (!Array.Exists(_links, static link => link.IsInSync))
                return await FlushedAlone(endOffset) ? SendStatus.SlaveNotAvailable : SendStatus.FlushDiskTimeout;
        }

        if (_replicatedOffset >= endOffset)
            return SendStatus.SendOk;
        var answer = new TaskCompletionSource<SendStatus>();
        _waiting.Enqueue((endOffset, answer));
        try
        {
            return await answer.Task.WaitAsync(AcknowledgeTimeout, _time);
        }
        catch (TimeoutException) when (_config.Replication is ReplicationMode.Sync or ReplicationMode.Async)
        {
            return FlushesFirst && _log.DurableOffset < endOffset ? SendStatus.FlushDiskTimeout : SendStatus.FlushSlaveTimeout;
        }
        catch (TimeoutException)
        {
            throw new RocketException(RocketError.NotEnoughReplicas,
                $"queue {_queue}: {1 + _links.Count(static link => link.IsInSync)} of {_rule.Replicas} replicas are in sync, {_rule.Commit} are needed");
        }
    }

    private async Task<bool> FlushedAlone(long endOffset)
    {
        if (!FlushesFirst)
            return true;
        try
        {
            await InTurn(_log.WaitDurable(endOffset, CancellationToken.None)).WaitAsync(AcknowledgeTimeout, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Brings the end of the flush, which comes on a thread of the log, into a turn of the grain before anything else hears of it.</summary>
    private static async Task InTurn(ValueTask flushed) => await flushed;

    private async Task AdvanceWhenFlushed(long endOffset)
    {
        try
        {
            await _log.WaitDurable(endOffset, CancellationToken.None);
            Advance();
        }
        catch (FlushFailedException failure)
        {
            StorageFailed(failure);
        }
        catch (LogClosedException)
        {
            End("its log was closed");
        }
    }

    private async Task TellCommitted()
    {
        _isTelling = true;
        await Task.Delay(TellDelay, _time);
        _isTelling = false;
        if (HasEnded)
            return;
        foreach (var link in _links)
            link.TellCommitted();
    }

    private void FailWaiting(RocketException reason)
    {
        while (_waiting.TryDequeue(out var waiting))
            waiting.Answer.TrySetException(reason);
    }
}
