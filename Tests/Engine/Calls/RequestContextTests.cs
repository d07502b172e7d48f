namespace OrleansRocket.Tests.Engine.Calls;

[Collection(ClusterFixture.Name)]
public sealed class RequestContextTests(ClusterFixture fixture)
{
    private ICallGrain NewGrain() => fixture.Client.GetGrain<ICallGrain>(Gates.NewName());

    [Fact]
    public async Task A_value_travels_with_the_call_and_on_to_the_next_grain()
    {
        RequestContext.Set("who", "me");
        Assert.Equal("me", await NewGrain().FromContext("who"));
        Assert.Equal("me", await NewGrain().FromContextOf(NewGrain(), "who"));
        Assert.True(RequestContext.Remove("who"));
        Assert.Null(await NewGrain().FromContext("who"));
    }

    [Fact]
    public async Task A_value_that_the_grain_sets_neither_comes_back_nor_stays()
    {
        var grain = fixture.Hosted.GetGrain<ICallGrain>(Gates.NewName());
        await grain.SetContext("left behind", "x");
        Assert.Null(RequestContext.Get("left behind"));
        Assert.Null(await grain.FromContext("left behind"));
    }

    [Fact]
    public async Task Values_of_callers_at_once_do_not_mix()
    {
        var grain = NewGrain();
        var seen = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            RequestContext.Set("n", $"{i}");
            return (i, await grain.FromContext("n"));
        }));
        Assert.All(seen, pair => Assert.Equal($"{pair.i}", pair.Item2));
        Assert.Null(RequestContext.Get("n"));
    }
}
