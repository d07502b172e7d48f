using OrleansRocket.Producing;

namespace OrleansRocket.Tests.Client.Producing;

public sealed class ByteBudgetTests
{
    [Fact]
    public void What_fits_is_granted_at_once_and_the_rest_is_not()
    {
        var budget = new ByteBudget(100);
        Assert.True(budget.TryTake(60));
        Assert.True(budget.TryTake(40));
        Assert.False(budget.TryTake(1));
        budget.Return(1);
        Assert.True(budget.TryTake(1));
    }

    [Fact]
    public async Task Whoever_waits_is_served_in_order()
    {
        var budget = new ByteBudget(100);
        Assert.True(budget.TryTake(100));
        var large = budget.Take(80, CancellationToken.None);
        var small = budget.Take(10, CancellationToken.None);
        Assert.False(budget.TryTake(1));

        budget.Return(50);
        Assert.False(large.IsCompleted);
        Assert.False(small.IsCompleted);
        budget.Return(50);
        await large;
        await small;
        Assert.True(budget.TryTake(10));
        Assert.False(budget.TryTake(1));
    }

    [Fact]
    public async Task Whoever_gives_up_takes_nothing_and_holds_up_nobody()
    {
        var budget = new ByteBudget(100);
        Assert.True(budget.TryTake(100));
        using var cancel = new CancellationTokenSource();
        var impatient = budget.Take(100, cancel.Token);
        var patient = budget.Take(30, CancellationToken.None);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);

        budget.Return(30);
        await patient;
        budget.Return(100);
        Assert.True(budget.TryTake(100));
    }
}
