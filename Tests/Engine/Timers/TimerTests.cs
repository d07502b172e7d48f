namespace OrleansRocket.Tests.Engine.Timers;

[Collection(ClusterFixture.Name)]
public sealed class TimerTests(ClusterFixture fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);

    private ITimerGrain NewGrain() => fixture.Client.GetGrain<ITimerGrain>(Gates.NewName());

    [Fact]
    public async Task A_timer_ticks_again_and_again()
    {
        var grain = NewGrain();
        await grain.StartTimer(Soon, Soon);
        while (await grain.Ticks() < 3)
        {
            await Task.Yield();
        }

        await grain.StopTimer();
        var ticks = await grain.Ticks();
        Assert.Equal(ticks, await grain.Ticks());
    }

    [Fact]
    public async Task A_timer_with_an_infinite_period_ticks_once()
    {
        var grain = NewGrain();
        await grain.StartTimer(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        while (await grain.Ticks() < 1)
        {
            await Task.Yield();
        }

        await grain.ChangeTimer(Soon, Timeout.InfiniteTimeSpan);
        while (await grain.Ticks() < 2)
        {
            await Task.Yield();
        }

        Assert.Equal(2, await grain.Ticks());
    }

    [Fact]
    public async Task A_tick_waits_for_the_request_that_runs()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ITimerGrain>(gate);
        await grain.StartTimer(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        var held = grain.TicksWhileWaitingFor(gate);
        await Gates.Passed(gate + "/started");
        await Task.Delay(30);
        Gates.Open(gate);
        Assert.Equal(0, await held);
    }

    [Fact]
    public async Task An_interleaving_tick_does_not_wait()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ITimerGrain>(gate);
        await grain.StartTimer(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), interleave: true);
        var held = grain.TicksWhileWaitingFor(gate);
        await Gates.Passed(gate + "/started");
        await Task.Delay(60);
        Gates.Open(gate);
        Assert.True(await held > 0);
    }

    [Fact]
    public async Task A_failing_tick_does_not_end_the_timer()
    {
        var grain = NewGrain();
        await grain.StartFailingTimer();
        while (await grain.Ticks() < 3)
        {
            await Task.Yield();
        }

        await grain.StopTimer();
    }

    [Fact]
    public async Task The_next_tick_is_due_a_period_after_the_last_one_ended() =>
        Assert.Equal(0, await NewGrain().OverlapsOfSlowTicks());

    [Fact]
    public async Task A_timer_cannot_be_registered_outside_of_a_turn() =>
        await Assert.ThrowsAnyAsync<Exception>(() => NewGrain().RegisterOutsideOfATurn());

    [Fact]
    public async Task Disposing_a_timer_cancels_the_tick_that_runs()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ITimerGrain>(gate);
        await grain.StartTimerThatWaits(gate);
        await Gates.Passed(gate + "/tick");
        await grain.StopTimer();
        await Gates.Passed(gate + "/cancelled");
    }

    [Theory]
    [InlineData(-2, 5)]
    [InlineData(5, -2)]
    public async Task Times_that_are_negative_are_refused(int due, int period) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => NewGrain().StartTimer(
            TimeSpan.FromMilliseconds(due), TimeSpan.FromMilliseconds(period)));
}
