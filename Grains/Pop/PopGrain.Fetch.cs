using OrleansRocket.Queues;

namespace OrleansRocket.Pop;

internal sealed partial class PopGrain
{
    private const int FetchBytes = 1024 * 1024;
    private static readonly TimeSpan FetchRetryDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>The read under way, and whether it waits for messages to come.</summary>
    private Task? _fetching;
    private int _fetchResets;
    private bool _isFetchWaiting;

    /// <summary>Completed when something may have changed for those who wait; null while nobody waits.</summary>
    private TaskCompletionSource? _changed;
    private int _waiting;

    public async Task<bool> Wait(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait < TimeSpan.Zero || wait > ReadRequest.MaxWait)
            throw new RocketException(RocketError.InvalidArgument, $"{_name}: the wait is {wait}; it must be 0 to {ReadRequest.MaxWait}");
        await Begun();
        _waiting++;
        try
        {
            return await WaitForMessages(wait, cancellationToken);
        }
        finally
        {
            _waiting--;
        }
    }

    private async Task<bool> WaitForMessages(TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            ThrowIfEnding();
            if (!_state.HasBegun || _filter is null || HasMessages())
                return true;
            var remaining = wait - time.GetElapsedTime(started);
            if (remaining <= TimeSpan.Zero)
                return false;
            if (_buffer.IsEmpty && !IsFetching)
                _fetching = Fetch(ReadRequest.MaxWait);

            // Timers count whole milliseconds, so that a part of one may remain: waiting for that would be a busy loop.
            if (!await WaitForChange(Shorter(remaining, UntilAllowed()), cancellationToken) && time.GetElapsedTime(started) >= wait - TimeSpan.FromMilliseconds(1))
                return HasMessages();
        }
    }

    private bool HasMessages() => _limit.Wait() == TimeSpan.Zero && (_state.HasVisible(NowMs) || (!_buffer.IsEmpty && _state.InFlight < PopRequest.MaxInFlight));

    /// <summary>What a quota holds back does not come back either.</summary>
    private TimeSpan UntilAllowed() => _limit.Wait() is { Ticks: > 0 } limited ? limited : UntilVisible();

    private TimeSpan UntilVisible() =>
        _state.EarliestVisibleMs == long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(Math.Max(1, _state.EarliestVisibleMs - NowMs));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<bool> WaitForChange(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token, routes.Stopping);
        try
        {
            _changed ??= new TaskCompletionSource();
            await _changed.Task.WaitAsync(wait, time, either.Token);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RocketException(RocketError.StoreUnavailable, $"{_name}: its grain is moving to another place");
        }
    }

    /// <summary>All who wait share one task; they may go on within this call, so the next wait must find another one.</summary>
    private void Wake()
    {
        var changed = _changed;
        _changed = null;
        changed?.SetResult();
    }

    /// <summary>After a reset, a read of what came before it does not count.</summary>
    private bool IsFetching => _fetching is { IsCompleted: false } && _fetchResets == _resets;

    /// <summary>Reads what is there. While another read waits for messages, there are none.</summary>
    private async Task FetchNow()
    {
        if (!IsFetching)
            _fetching = Fetch(TimeSpan.Zero);
        else if (_isFetchWaiting)
            return;
        await _fetching!;
    }

    private async Task Fetch(TimeSpan wait)
    {
        var (offset, resets) = (_buffer.End, _resets);
        (_fetchResets, _isFetchWaiting) = (resets, wait > TimeSpan.Zero);
        try
        {
            var reply = await _queue.Read(new ReadRequest { Offset = offset, MaxBytes = FetchBytes, Wait = wait }.Where(_filter!), _ending.Token);
            if (resets == _resets)
                Take(offset, reply);
        }
        catch (Exception failure)
        {
            if (_ending.IsCancellationRequested)
                return;
            LogFetchFailed(failure, _name, offset);
            if (wait == TimeSpan.Zero)
                throw;
            await Task.Delay(FetchRetryDelay, time);
        }
        finally
        {
            if (_fetchResets == resets)
                _fetching = null;
            Wake();
        }
    }

    private void Take(long offset, ReadReply reply)
    {
        if (reply.Status == ReadStatus.OffsetIllegal)
            LogOffsetMoved(_name, offset, reply.StartOffset, reply.CommittedOffset, reply.NextOffset);
        if (reply.Status == ReadStatus.Found)
            _buffer.Add(reply.Batches, reply.NextOffset);
        else if (reply.NextOffset > offset || reply.Status == ReadStatus.OffsetIllegal)
            PassOver(reply.NextOffset);
    }

    /// <summary>There is nothing before an offset that anybody wants.</summary>
    private void PassOver(long offset)
    {
        Journal.Change(PopChange.Next(offset));
        _buffer.MoveTo(offset);
    }
}
