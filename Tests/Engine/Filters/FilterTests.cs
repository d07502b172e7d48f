namespace OrleansRocket.Tests.Engine.Filters;

[Collection(ClusterFixture.Name)]
public sealed class FilterTests(ClusterFixture fixture)
{
    private IFilteredGrain NewGrain() => fixture.Client.GetGrain<IFilteredGrain>(Gates.NewName());

    [Fact]
    public async Task An_incoming_filter_can_change_arguments_and_results() =>
        Assert.Equal((4 + 1) * 2 * 10, await NewGrain().Double(4));

    [Fact]
    public async Task An_incoming_filter_can_refuse_a_call()
    {
        var exception = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => NewGrain().Refused());
        Assert.Contains("may not call Refused", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_incoming_filter_puts_into_the_request_context_the_grain_sees() =>
        Assert.Equal("FilteredGrain.SeenByFilter", await NewGrain().SeenByFilter());

    [Fact]
    public async Task A_grain_can_filter_its_own_calls()
    {
        var grain = NewGrain();
        await grain.Stamp();
        await grain.Stamp();
        Assert.Equal(3 * 10, await grain.Own());
    }

    [Fact]
    public async Task An_outgoing_filter_of_a_client_sees_its_calls() =>
        Assert.Equal("Stamp from outside", await NewGrain().Stamp());

    [Fact]
    public async Task An_outgoing_filter_of_a_silo_sees_the_calls_of_its_grains()
    {
        var key = Gates.NewName();
        var grain = fixture.Client.GetGrain<IFilteredGrain>(key);
        Assert.Equal($"Stamp from {key}", await grain.StampOf(NewGrain()));
    }

    [Fact]
    public async Task An_outgoing_filter_can_change_the_result() =>
        Assert.Equal("text, signed", await NewGrain().Signed("text"));
}
