using Microsoft.Extensions.Logging;
using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>A timer of an activation. When it is due, a tick goes through the activation's queue like a request.</summary>
internal sealed partial class GrainTimer : IGrainTimer
{
    private const uint LongestMilliseconds = 0xfffffffe;

    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _disposal = new();
    private readonly ITimer _timer;
    private TimeSpan _due;
    private TimeSpan _period;
    private bool _firing;
    private bool _changed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, options.Period);
        _activation = activation;
        _callback = callback;
        Options = options;

        // The request context of whoever registers the timer is not the ticks' business.
        _timer = CleanContext.NewTimer(
            activation.Silo.Environment.Time, static state => ((GrainTimer)state!).OnDue(), this);
        activation.AddTimer(this);
    }

    public GrainTimerCreationOptions Options { get; }

    public bool IsDisposed => _disposal.IsCancellationRequested;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, period);
        (_due, _period, _changed) = (dueTime, period, true);
        if (!_firing)
        {
            Arm(dueTime);
        }
    }

    public void Dispose()
    {
        if (IsDisposed)
        {
            return;
        }

        _timer.Dispose();
        _activation.RemoveTimer(this);
        try
        {
            _disposal.Cancel();
        }
        catch (AggregateException exception)
        {
            // Callbacks of the grain's own on the token; the timer is disposed nevertheless.
            LogTickFailed(_activation.Silo.Logger, exception, _activation.GrainId);
        }
    }

    /// <summary>Runs the callback; its failure is logged and the timer goes on.</summary>
    public async Task Tick()
    {
        _changed = false;
        try
        {
            await _callback(_disposal.Token);
        }
        catch (Exception exception)
        {
            // As Orleans does: a failing tick does not end the timer.
            LogTickFailed(_activation.Silo.Logger, exception, _activation.GrainId);
        }

        _firing = false;
        Arm(_changed ? _due : _period);
    }

    private static void Check(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
    }

    private static void Check(TimeSpan time, string name)
    {
        var milliseconds = (long)time.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, LongestMilliseconds, name);
    }

    private void OnDue()
    {
        _firing = true;
        _activation.Post((object)new TimerTick(this));
    }

    private void Arm(TimeSpan due)
    {
        if (!IsDisposed)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(9020, LogLevel.Warning, "A timer of {Grain} failed; it goes on ticking.")]
    private static partial void LogTickFailed(ILogger logger, Exception exception, GrainId grain);
}
