using Orleans.Embedded;

namespace OrleansRocket.Tests.Embedded.Turns;

public sealed class TurnQueueTests
{
    private readonly ManualScheduler _work = new();
    private readonly TurnGate _gate = new();

    [Fact]
    public void Items_run_in_order_and_in_one_batch()
    {
        var queue = new RecordingQueue(_work, _gate);
        for (var i = 0; i < 20; i++)
        {
            queue.Post((object)i);
        }

        Assert.Equal(1, _work.Ready);
        Assert.Equal(1, _work.RunAll());
        Assert.Equal(Enumerable.Range(0, 20).Cast<object>(), queue.Items);
    }

    [Fact]
    public void A_queue_gives_way_after_its_share_of_turns()
    {
        var work = new ManualScheduler { TurnsPerItem = 3 };
        var queue = new RecordingQueue(work, _gate);
        for (var i = 0; i < 7; i++)
        {
            queue.Post((object)i);
        }

        Assert.Equal(3, work.RunAll());
        Assert.Equal(7, queue.Items.Count);
    }

    [Fact]
    public void An_item_that_posts_another_one_runs_it_in_a_turn_of_its_own()
    {
        var queue = new RecordingQueue(_work, _gate);
        var inside = false;
        queue.OnItem = item =>
        {
            Assert.False(inside);
            inside = true;
            if (item is 1)
            {
                queue.Post((object)2);
            }

            inside = false;
        };
        queue.Post((object)1);
        _work.RunAll();
        Assert.Equal([1, 2], queue.Items);
    }

    [Fact]
    public void Awaits_inside_a_turn_come_back_as_turns()
    {
        var queue = new RecordingQueue(_work, _gate);
        var source = new TaskCompletionSource();
        TaskScheduler? after = null;
        queue.Post(() => _ = Code());
        _work.RunAll();
        Assert.Null(after);
        source.SetResult();
        Assert.Null(after);
        Assert.Equal(1, _work.RunAll());
        Assert.Same(queue, after);

        async Task Code()
        {
            await source.Task;
            after = TaskScheduler.Current;
        }
    }

    [Fact]
    public void No_value_of_one_turn_is_seen_by_the_next()
    {
        var queue = new RecordingQueue(_work, _gate);
        var local = new AsyncLocal<string?>();
        var seen = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            queue.Post(() =>
            {
                seen.Add(local.Value);
                local.Value = "left behind";
            });
        }

        _work.RunAll();
        Assert.Equal([null, null, null], seen);
    }

    [Fact]
    public void Nothing_runs_behind_a_closed_gate()
    {
        var queue = new RecordingQueue(_work, _gate);
        queue.OnItem = _ => _gate.Close();
        queue.Post((object)1);
        queue.Post((object)2);
        _work.RunAll();
        Assert.Equal([1], queue.Items);
        queue.Post((object)3);
        _work.RunAll();
        Assert.Single(queue.Items);
    }

    [Fact]
    public async Task On_the_thread_pool_turns_never_overlap_and_none_is_lost()
    {
        var queue = new RecordingQueue(new ThreadPoolScheduler(), _gate);
        var (inside, overlaps, ran) = (0, 0, 0);
        var done = new TaskCompletionSource();
        queue.OnItem = _ =>
        {
            if (Interlocked.Increment(ref inside) != 1)
            {
                overlaps++;
            }

            Interlocked.Decrement(ref inside);
            if (++ran == 40_000)
            {
                done.SetResult();
            }
        };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                queue.Post((object)i);
            }
        })));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((0, 40_000), (overlaps, ran));
    }
}
