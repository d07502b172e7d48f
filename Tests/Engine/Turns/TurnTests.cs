namespace OrleansRocket.Tests.Engine.Turns;

[Collection(ClusterFixture.Name)]
public sealed class TurnTests(ClusterFixture fixture)
{
    [Fact]
    public async Task A_grain_is_found_by_its_interface_and_keeps_its_state()
    {
        var grain = fixture.Client.GetGrain<ITurnGrain>(Gates.NewName());
        await grain.Add(40);
        Assert.Equal(42, await grain.Add(2));
    }

    [Fact]
    public async Task Each_key_is_a_grain_of_its_own()
    {
        var name = Gates.NewName();
        await fixture.Client.GetGrain<ITurnGrain>(name).Add(1);
        Assert.Equal(0, await fixture.Client.GetGrain<ITurnGrain>(name + "x").Count());
        Assert.Equal(1, await fixture.Hosted.GetGrain<ITurnGrain>(name).Count());
    }

    /// <summary>In which order is not promised: Orleans may start a later call of one caller first.</summary>
    [Fact]
    public async Task Calls_in_flight_at_once_run_one_by_one_and_each_once()
    {
        var grain = fixture.Hosted.GetGrain<ITurnGrain>(Gates.NewName());
        await grain.Count();
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.Add(1)));
        Assert.Equal(Enumerable.Range(1, 200), results.Order());
    }

    [Fact]
    public async Task A_request_ends_before_the_next_begins()
    {
        var grain = fixture.Client.GetGrain<ITurnGrain>(Gates.NewName());
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => grain.CountSlowly()));
        Assert.Equal(30, await grain.Count());
    }

    [Fact]
    public async Task A_waiting_request_holds_the_next_one_back()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ITurnGrain>(gate);
        var waiting = grain.WaitFor(gate);
        await Gates.Passed(gate + "/started");
        var next = grain.Add(1);
        Assert.Equal("through", await grain.PassAlways("through"));
        Assert.False(next.IsCompleted);

        Gates.Open(gate, "opened");
        Assert.Equal("opened", await waiting);
        Assert.Equal(1, await next);
    }

    [Fact]
    public async Task A_running_interleaving_request_holds_nothing_back()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ITurnGrain>(gate);
        var waiting = grain.WaitAlways(gate);
        await Gates.Passed(gate + "/started");
        Assert.Equal(1, await grain.Add(1));
        Gates.Open(gate);
        await waiting;
    }

    [Fact]
    public async Task Reading_requests_interleave_with_each_other_only()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ITurnGrain>(gate);
        var reading = grain.WaitReading(gate);
        await Gates.Passed(gate + "/started");
        Assert.Equal("read", await grain.Read());
        var writing = grain.Add(1);
        Assert.Equal("x", await grain.PassAlways("x"));
        Assert.False(writing.IsCompleted);
        Gates.Open(gate);
        await reading;
        Assert.Equal(1, await writing);
    }

    [Fact]
    public async Task Awaits_come_back_to_the_scheduler_of_the_activation() =>
        Assert.True(await fixture.Client.GetGrain<ITurnGrain>(Gates.NewName()).StaysOnItsScheduler());

    [Fact]
    public async Task Turns_of_one_activation_never_overlap() =>
        Assert.Equal(1, await fixture.Client.GetGrain<ITurnGrain>(Gates.NewName()).MostThreadsAtOnce(16));

    [Fact]
    public async Task A_one_way_call_ends_at_once_and_hides_its_failure()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ITurnGrain>(gate);
        await grain.Add(7);
        await grain.Report(gate);
        Assert.Equal("7", await Gates.Passed(gate));
        Assert.Equal(7, await grain.Count());
    }
}
