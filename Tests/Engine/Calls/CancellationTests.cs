namespace OrleansRocket.Tests.Engine.Calls;

[Collection(ClusterFixture.Name)]
public sealed class CancellationTests(ClusterFixture fixture)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_ends_the_call_and_reaches_the_grain_in_its_own_turn(bool hosted)
    {
        var gate = Gates.NewName();
        var grain = (hosted ? fixture.Hosted : fixture.Client).GetGrain<ICallGrain>(gate);
        using var source = new CancellationTokenSource();
        var call = grain.WaitForCancellation(gate, source.Token);
        await Gates.Passed(gate + "/started");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("True", await Gates.Passed(gate + "/cancelled"));
        Assert.Equal(gate, await grain.MyKey());
    }

    [Fact]
    public async Task A_call_with_a_cancelled_token_is_not_made()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ICallGrain>(gate);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => grain.WaitForCancellation(gate, new CancellationToken(canceled: true)));
        Assert.Equal(gate, await grain.MyKey());
        Assert.False(Gates.IsOpen(gate + "/started"));
    }

    [Fact]
    public async Task A_waiting_call_that_is_cancelled_ends_at_once()
    {
        var gate = Gates.NewName();
        var grain = fixture.Hosted.GetGrain<ICallGrain>(gate);
        var blocking = grain.WaitFor(gate);
        await Gates.Passed(gate + "/started");
        using var source = new CancellationTokenSource();
        var waiting = grain.WaitForCancellation(gate + "x", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Gates.Open(gate);
        await blocking;
        Assert.Equal(gate, await grain.MyKey());
    }

    [Fact]
    public async Task A_token_that_is_never_cancelled_changes_nothing() =>
        Assert.True(await fixture.Client.GetGrain<ICallGrain>(Gates.NewName()).CanBeCancelled(CancellationToken.None));
}
