namespace OrleansRocket.Tests.Engine.Calls;

[Collection(ClusterFixture.Name)]
public sealed class ValueTests(ClusterFixture fixture)
{
    public static TheoryData<bool> BothSides => [false, true];

    private ICallGrain NewGrain(bool hosted) =>
        (hosted ? fixture.Hosted : fixture.Client).GetGrain<ICallGrain>(Gates.NewName());

    [Theory]
    [MemberData(nameof(BothSides))]
    public async Task Methods_may_return_value_tasks(bool hosted)
    {
        var grain = NewGrain(hosted);
        Assert.Equal(2, await grain.AsValueTask(1));
        Assert.Equal(3, await grain.AsValueTaskLater(2));
        await grain.NothingLater();
    }

    [Theory]
    [MemberData(nameof(BothSides))]
    public async Task Arguments_and_results_are_copies(bool hosted)
    {
        var grain = NewGrain(hosted);
        List<int> mine = [1, 2];
        var returned = await grain.Keep(mine);
        mine.Add(3);
        returned.Add(4);
        Assert.Equal([1, 2], await grain.Kept());
    }

    [Theory]
    [MemberData(nameof(BothSides))]
    public async Task References_to_grains_can_be_passed_and_returned(bool hosted)
    {
        var grain = NewGrain(hosted);
        var other = NewGrain(hosted);
        Assert.Equal(other.GetPrimaryKeyString(), await grain.KeyOf(other));
        var self = await grain.Self();
        Assert.Equal(grain, self);
        Assert.Equal(grain.GetGrainId(), self.GetGrainId());
        Assert.Equal(grain.GetPrimaryKeyString(), await self.MyKey());
    }

    [Fact]
    public async Task Grains_call_grains_wherever_they_are()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            _ => NewGrain(hosted: false).AskManyTimes(NewGrain(hosted: false), 20)));
        Assert.All(sums, sum => Assert.Equal(210, sum));
    }

    [Fact]
    public void A_reference_knows_its_key()
    {
        var guid = Guid.NewGuid();
        Assert.Equal(guid, fixture.Client.GetGrain<IGuidGrain>(guid).GetPrimaryKey());
        Assert.Equal("x/y", fixture.Client.GetGrain<ICallGrain>("x/y").GetPrimaryKeyString());
        Assert.Equal("call/x/y", fixture.Client.GetGrain<ICallGrain>("x/y").GetGrainId().ToString());
    }
}
