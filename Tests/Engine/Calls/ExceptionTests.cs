namespace OrleansRocket.Tests.Engine.Calls;

[Collection(ClusterFixture.Name)]
public sealed class ExceptionTests(ClusterFixture fixture)
{
    private ICallGrain NewGrain() => fixture.Client.GetGrain<ICallGrain>(Gates.NewName());

    [Fact]
    public async Task An_exception_comes_back_with_type_message_and_stack()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => NewGrain().Throw("at once"));
        Assert.Equal("at once", exception.Message);
        exception = await Assert.ThrowsAsync<InvalidOperationException>(() => NewGrain().ThrowLater("later"));
        Assert.Equal("later", exception.Message);
        Assert.Contains(nameof(CallGrain.ThrowLater), exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_ones_own_keeps_its_fields() =>
        Assert.Equal(77, (await Assert.ThrowsAsync<OwnException>(() => NewGrain().ThrowOwn(77))).Code);

    [Fact]
    public async Task An_exception_passes_through_a_grain_that_does_not_catch_it() =>
        Assert.Equal("deep", (await Assert.ThrowsAsync<InvalidOperationException>(
            () => NewGrain().ThrowThrough(NewGrain(), "deep"))).Message);

    [Fact]
    public async Task A_grain_works_on_after_an_exception()
    {
        var grain = NewGrain();
        await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Throw("x"));
        Assert.Equal(2, await grain.AsValueTask(1));
    }

    [Fact]
    public async Task A_call_without_a_response_times_out_after_the_time_of_its_method()
    {
        var gate = Gates.NewName();
        var grain = fixture.Client.GetGrain<ICallGrain>(gate);
        var exception = await Assert.ThrowsAsync<TimeoutException>(() => grain.WaitBriefly(gate));
        Assert.Contains("Response did not arrive on time in 00:00:00.3", exception.Message, StringComparison.Ordinal);
        Gates.Open(gate);
        Assert.Equal(gate, await grain.MyKey());
    }
}
