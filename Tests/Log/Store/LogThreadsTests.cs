using OrleansRocket.Log.Store;

namespace OrleansRocket.Tests.Log.Store;

public sealed class LogThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Work_that_blocks_does_not_hold_up_the_next_and_none_of_it_is_on_the_thread_pool()
    {
        var threads = new LogThreads();
        using var release = new ManualResetEventSlim();
        var onPool = 0;
        for (var blocked = 0; blocked < 8; blocked++)
        {
            threads.Run(() =>
            {
                if (Thread.CurrentThread.IsThreadPoolThread)
                    Interlocked.Increment(ref onPool);
                release.Wait(Patience);
            });
        }

        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Run(ran.SetResult);

        await ran.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        release.Set();
        Assert.Equal(0, Volatile.Read(ref onPool));
    }

    [Fact]
    public async Task More_work_than_threads_waits_for_its_turn_and_all_of_it_is_done()
    {
        const int Works = 200;
        var threads = new LogThreads();
        var running = 0;
        var most = 0;
        var left = Works;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var work = 0; work < Works; work++)
        {
            threads.Run(() =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                Thread.Yield();
                Interlocked.Decrement(ref running);
                if (Interlocked.Decrement(ref left) == 0)
                    done.SetResult();
            });
        }

        await done.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.InRange(most, 1, 16);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
