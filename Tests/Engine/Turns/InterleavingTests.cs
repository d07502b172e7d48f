namespace OrleansRocket.Tests.Engine.Turns;

[Collection(ClusterFixture.Name)]
public sealed class InterleavingTests(ClusterFixture fixture)
{
    [Fact]
    public async Task A_reentrant_grain_takes_requests_while_others_wait()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<IReentrantGrain>(gate);
        var waiting = grain.WaitFor(gate);
        await Gates.Passed(gate + "/started");
        Assert.Equal("in between", await grain.Pass("in between"));
        Gates.Open(gate);
        await waiting;
    }

    [Fact]
    public async Task The_predicate_of_the_class_lets_a_request_interleave()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<IChoosingGrain>(gate);
        var waiting = grain.WaitFor(gate, false);
        await Gates.Passed(gate + "/started");
        var held = grain.Pass("held", false);
        Assert.Equal("let in", await grain.Pass("let in", true));
        Assert.False(held.IsCompleted);
        Gates.Open(gate);
        await waiting;
        Assert.Equal("held", await held);
    }

    [Fact]
    public async Task A_failing_predicate_is_the_answer_of_its_request_only()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<IChoosingGrain>(gate);
        var waiting = grain.WaitFor(gate, false);
        await Gates.Passed(gate + "/started");
        Assert.Contains(
            "no choice",
            (await Assert.ThrowsAnyAsync<Exception>(() => grain.Pass("fail", true))).ToString(),
            StringComparison.Ordinal);
        Gates.Open(gate);
        await waiting;
        Assert.Equal("fail", await grain.Pass("fail", false));
    }

    [Fact]
    public async Task A_call_that_comes_back_waits_for_its_own_origin_and_times_out()
    {
        var a = fixture.Client.GetGrain<IChainGrain>(Gates.NewName());
        var b = fixture.Client.GetGrain<IChainGrain>(Gates.NewName());
        await Assert.ThrowsAsync<TimeoutException>(() => a.CallThrough(b, reentrant: false));
    }

    [Fact]
    public async Task A_call_chain_may_come_back_where_its_origin_allows_it()
    {
        var name = Gates.NewName();
        var a = fixture.Client.GetGrain<IChainGrain>(name);
        var b = fixture.Client.GetGrain<IChainGrain>(Gates.NewName());
        Assert.Equal("answered by " + name, await a.CallThrough(b, reentrant: true));
    }
}
