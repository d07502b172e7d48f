namespace OrleansRocket.Tests.Engine.Timers;

public sealed class TimerGrain : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    public Task StartTimer(TimeSpan due, TimeSpan period, bool interleave = false)
    {
        _timer = this.RegisterGrainTimer(
            _ =>
            {
                _ticks++;
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(due, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task ChangeTimer(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task StartFailingTimer()
    {
        _timer = this.RegisterGrainTimer(
            () =>
            {
                _ticks++;
                throw new InvalidOperationException("A tick fails.");
            },
            TimeSpan.FromMilliseconds(5),
            TimeSpan.FromMilliseconds(5));
        return Task.CompletedTask;
    }

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public async Task<int> TicksWhileWaitingFor(string gate)
    {
        var before = _ticks;
        Gates.Open(gate + "/started");
        await Gates.Passed(gate);
        return _ticks - before;
    }

    public async Task<int> OverlapsOfSlowTicks()
    {
        int running = 0, overlaps = 0, ticks = 0;
        var done = new TaskCompletionSource();
        using var timer = this.RegisterGrainTimer(
            async () =>
            {
                overlaps += running++;
                await Task.Delay(15);
                running--;
                if (++ticks == 4)
                {
                    done.TrySetResult();
                }
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(1)) { Interleave = true });
        await done.Task;
        return overlaps;
    }

    public async Task RegisterOutsideOfATurn() => await Task.Run(() =>
        this.RegisterGrainTimer(() => Task.CompletedTask, TimeSpan.Zero, TimeSpan.FromSeconds(1)));

    public Task StartTimerThatWaits(string gate)
    {
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                Gates.Open(gate + "/tick");
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                catch (OperationCanceledException)
                {
                    Gates.Open(gate + "/cancelled");
                }
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }
}
