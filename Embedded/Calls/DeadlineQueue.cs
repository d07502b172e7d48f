using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>
/// The calls of one node that share a response timeout, in the order of their deadlines: so that a call costs two list
/// operations instead of a timer. One timer, set for the oldest call, serves all.
/// </summary>
internal sealed class DeadlineQueue
{
    private readonly Lock _lock = new();
    private readonly CallRuntime _runtime;
    private readonly TimeSpan _timeout;
    private readonly long _timeoutTicks;
    private readonly ITimer _timer;
    private Call? _oldest;
    private Call? _newest;
    private bool _armed;

    public DeadlineQueue(CallRuntime runtime, TimeSpan timeout)
    {
        _runtime = runtime;
        _timeout = timeout;
        var time = runtime.Environment.Time;
        _timeoutTicks = (long)(timeout.TotalSeconds * time.TimestampFrequency);

        // The values of the first caller's flow are not this timer's business.
        _timer = CleanContext.NewTimer(time, static state => ((DeadlineQueue)state!).Expire(), this);
    }

    public void Add(Call call, long now)
    {
        call.Deadline = now + _timeoutTicks;
        call.Queue = this;
        var arm = false;
        lock (_lock)
        {
            call.Earlier = _newest;
            if (_newest is null)
            {
                _oldest = call;
            }
            else
            {
                _newest.Later = call;
            }

            _newest = call;
            if (!_armed)
            {
                _armed = arm = true;
            }
        }

        if (arm)
        {
            Arm(_timeout);
        }
    }

    public void Remove(Call call)
    {
        lock (_lock)
        {
            Unlink(call);
        }
    }

    public void Stop(Func<Call, Exception> exception)
    {
        _timer.Dispose();
        while (TakeOldest() is { } call)
        {
            call.Fail(exception(call));
        }
    }

    private Call? TakeOldest()
    {
        lock (_lock)
        {
            var oldest = _oldest;
            if (oldest is not null)
            {
                Unlink(oldest);
            }

            return oldest;
        }
    }

    private void Unlink(Call call)
    {
        if (call.Queue is null)
        {
            return;
        }

        call.Queue = null;
        if (call.Earlier is null)
        {
            _oldest = call.Later;
        }
        else
        {
            call.Earlier.Later = call.Later;
        }

        if (call.Later is null)
        {
            _newest = call.Earlier;
        }
        else
        {
            call.Later.Earlier = call.Earlier;
        }

        call.Earlier = call.Later = null;
    }

    private void Arm(TimeSpan due)
    {
        try
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The node has stopped; its calls were failed when it did.
        }
    }

    private void Expire()
    {
        while (true)
        {
            Call expired;
            TimeSpan next;
            lock (_lock)
            {
                if (_oldest is null)
                {
                    _armed = false;
                    return;
                }

                var time = _runtime.Environment.Time;
                var now = time.GetTimestamp();
                if (_oldest.Deadline > now)
                {
                    next = time.GetElapsedTime(now, _oldest.Deadline);
                    expired = null!;
                }
                else
                {
                    expired = _oldest;
                    next = TimeSpan.Zero;
                    Unlink(expired);
                }
            }

            if (expired is null)
            {
                // Never early: a timer that fires a little before the deadline would otherwise be set to zero for long.
                Arm(next + TimeSpan.FromMilliseconds(1));
                return;
            }

            expired.OnDeadline(_runtime, _timeout);
        }
    }
}
