namespace OrleansRocket.Tests.Engine.Activation;

[Collection(ClusterFixture.Name)]
public sealed class ActivationTests(ClusterFixture fixture)
{
    [Fact]
    public async Task A_grain_is_activated_before_its_first_request()
    {
        var key = Gates.NewName();
        var name = await fixture.Client.GetGrain<ILifeGrain>(key).ActivationName();
        Assert.True(Gates.IsOpen(key + "/activated"));
        Assert.Equal(name, await Gates.Passed(key + "/activated"));
    }

    [Fact]
    public async Task A_grain_that_deactivates_comes_back_as_another_activation()
    {
        var grain = fixture.Client.GetGrain<ILifeGrain>(Gates.NewName());
        var first = await grain.ActivationName();
        await grain.Leave();
        Assert.Equal(nameof(DeactivationReasonCode.ApplicationRequested), await Gates.Passed(first + "/deactivated"));
        Assert.NotEqual(first, await grain.ActivationName());
    }

    [Fact]
    public async Task Deactivation_waits_for_the_request_that_runs()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ILifeGrain>(Gates.NewName());
        var first = await grain.ActivationName();
        var running = grain.WaitFor(gate);
        await Gates.Passed(gate + "/started");
        await grain.LeaveAlways();
        Assert.False(Gates.IsOpen(first + "/deactivated"));
        Gates.Open(gate, "ended in peace");
        Assert.Equal("ended in peace", await running);
        await Gates.Passed(first + "/deactivated");
    }

    [Fact]
    public async Task Requests_that_come_during_a_deactivation_run_in_the_next_activation()
    {
        var key = "slow" + Gates.NewName();
        var grain = fixture.Client.GetGrain<ILifeGrain>(key);
        var first = await grain.ActivationName();
        await grain.Leave();
        await Gates.Passed(key + "/leaving");
        var calls = Enumerable.Range(0, 5).Select(_ => grain.ActivationName()).ToList();
        Gates.Open(key + "/leave");
        var names = await Task.WhenAll(calls);
        Assert.All(names, name => Assert.NotEqual(first, name));
        Assert.Single(names.Distinct());
    }

    [Fact]
    public async Task A_failing_activation_is_the_answer_of_the_calls_and_the_next_call_tries_again()
    {
        var key = Gates.NewName();
        var grain = fixture.Client.GetGrain<IFragileGrain>(key);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => grain.Ping());
        Assert.Equal("not yet", exception.Message);
        Gates.Open(key);
        Assert.Equal("pong", await grain.Ping());
    }

    [Fact]
    public async Task Calls_to_a_grain_that_ends_itself_while_it_is_activated_are_sent_on_to_the_next_activation()
    {
        var key = "2/" + Gates.NewName();
        Assert.Equal("pong", await fixture.Client.GetGrain<IShyGrain>(key).Ping());
        Assert.True(Gates.IsOpen(key + "/2"));
        Assert.False(Gates.IsOpen(key + "/deactivated"));
    }

    [Fact]
    public async Task A_call_is_sent_on_so_often_and_no_more()
    {
        var grain = fixture.Client.GetGrain<IShyGrain>("3/" + Gates.NewName());
        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => grain.Ping());
        Assert.Equal("pong", await grain.Ping());
    }

    [Fact]
    public async Task A_grain_class_needs_no_base_class() =>
        Assert.Equal((4711L, true), await fixture.Client.GetGrain<IOwnBaseGrain>(4711).Describe());

    [Fact]
    public void An_interface_without_a_class_is_refused_by_name()
    {
        var exception = Assert.Throws<ArgumentException>(() => fixture.Client.GetGrain<INobodysGrain>("x"));
        Assert.Contains(nameof(INobodysGrain), exception.Message, StringComparison.Ordinal);
    }
}
