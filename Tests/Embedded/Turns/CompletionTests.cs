using Orleans.Embedded;

namespace OrleansRocket.Tests.Embedded.Turns;

public sealed class CompletionTests
{
    [Fact]
    public async Task The_first_result_counts()
    {
        var work = new ManualScheduler();
        var completion = new Completion<int>(work);
        Assert.True(completion.TrySet(1));
        Assert.False(completion.TrySet(2));
        Assert.False(completion.TryFail(new InvalidDataException()));
        Assert.False(completion.Task.IsCompleted);
        work.RunAll();
        Assert.Equal(1, await completion.Task);
    }

    [Fact]
    public async Task On_the_thread_pool_it_completes_at_once()
    {
        var completion = new Completion<int>(new ThreadPoolScheduler());
        Assert.True(completion.TryFail(new InvalidDataException("x")));
        Assert.True(completion.Task.IsFaulted);
        await Assert.ThrowsAsync<InvalidDataException>(() => completion.Task);
    }
}
