using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansRocket.Tests.Embedded.Lifecycle;

public sealed class LifecycleSubjectTests
{
    private readonly LifecycleSubject _lifecycle = new(NullLogger.Instance);
    private readonly List<string> _journal = [];

    private void Add(int stage, bool failsToStart = false, bool failsToStop = false) => _lifecycle.Subscribe(
        $"{stage}", stage, _ => Note($"start {stage}", failsToStart), _ => Note($"stop {stage}", failsToStop));

    private Task Note(string line, bool fails)
    {
        _journal.Add(line);
        return fails ? Task.FromException(new InvalidDataException(line)) : Task.CompletedTask;
    }

    [Fact]
    public async Task Stages_start_upwards_and_stop_downwards()
    {
        Add(20);
        Add(10);
        Add(30);
        await _lifecycle.Start(CancellationToken.None);
        Assert.Equal(30, _lifecycle.HighestCompletedStage);
        await _lifecycle.Stop(CancellationToken.None);
        Assert.Equal(["start 10", "start 20", "start 30", "stop 30", "stop 20", "stop 10"], _journal);
        Assert.Equal(10, _lifecycle.LowestStoppedStage);
    }

    [Fact]
    public async Task A_failing_start_reaches_no_later_stage_and_its_own_stage_is_stopped()
    {
        Add(10);
        Add(20, failsToStart: true);
        Add(30);
        await Assert.ThrowsAsync<InvalidDataException>(() => _lifecycle.Start(CancellationToken.None));
        await _lifecycle.Stop(CancellationToken.None);
        Assert.Equal(["start 10", "start 20", "stop 20", "stop 10"], _journal);
    }

    [Fact]
    public async Task A_failing_stop_does_not_keep_the_others_from_stopping()
    {
        Add(10);
        Add(20, failsToStop: true);
        await _lifecycle.Start(CancellationToken.None);
        await _lifecycle.Stop(CancellationToken.None);
        Assert.Equal("stop 10", _journal[^1]);
    }

    [Fact]
    public async Task A_cancelled_start_ends_between_two_stages()
    {
        using var source = new CancellationTokenSource();
        _lifecycle.Subscribe("cancels", 10, _ => source.CancelAsync());
        Add(20);
        await Assert.ThrowsAsync<OrleansLifecycleCanceledException>(() => _lifecycle.Start(source.Token));
        Assert.Empty(_journal);
    }

    [Fact]
    public async Task What_is_disposed_or_late_takes_no_part()
    {
        Add(10);
        _lifecycle.Subscribe("gone", 5, _ => Note("gone", false)).Dispose();
        await _lifecycle.Start(CancellationToken.None);
        Assert.Equal(["start 10"], _journal);
        Assert.Throws<InvalidOperationException>(() => Add(30));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _lifecycle.Start(CancellationToken.None));
    }

    [Fact]
    public async Task A_lifecycle_that_never_started_stops_nothing()
    {
        Add(10);
        await _lifecycle.Stop(CancellationToken.None);
        Assert.Empty(_journal);
    }
}
