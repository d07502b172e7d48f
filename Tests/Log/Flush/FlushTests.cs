using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Log.Flush;

public sealed class FlushTests
{
    private static readonly QueueLogOptions Sync = new() { Flush = FlushMode.Sync };

    [Fact]
    public async Task All_that_wait_at_the_same_time_share_one_flush()
    {
        var flushes = 0;
        var files = new FaultyLogFiles(new LinuxLogFiles()) { Fault = (call, _) => (call == "msync" ? flushes++ : 0) * 0 };
        await using var store = new StoreFixture(files);
        var log = store.OpenQueue(Sync);

        var waits = Enumerable.Range(0, 20).Select(_ => log.WaitDurable(log.Append(Batches.Of("a"), 0).EndOffset, default).AsTask()).ToList();
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
        store.Scheduler.RunAll();
        await Task.WhenAll(waits);

        Assert.Equal(1, flushes);
        Assert.Equal(20, log.DurableOffset);
        await log.WaitDurable(20, default);
        Assert.Equal(1, flushes);
    }

    [Fact]
    public async Task An_async_queue_is_flushed_after_the_interval_and_no_append_waits()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        var wait = log.WaitDurable(log.Append(Batches.Of("a"), 0).EndOffset, default);
        Assert.True(wait.IsCompletedSuccessfully);
        store.Scheduler.RunAll();
        Assert.Equal(0, log.DurableOffset);

        store.Time.Advance(store.Options.FlushInterval - TimeSpan.FromMilliseconds(1));
        store.Scheduler.RunAll();
        Assert.Equal(0, log.DurableOffset);
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        store.Scheduler.RunAll();
        Assert.Equal(1, log.DurableOffset);
    }

    [Fact]
    public async Task Too_many_dirty_bytes_start_a_flush_before_the_interval()
    {
        await using var store = new StoreFixture(configure: options => options with { FlushBytes = 200_000 });
        var log = store.OpenQueue();
        log.Append(Batches.Sized(150_000), 0);
        store.Scheduler.RunAll();
        Assert.Equal(0, log.DurableOffset);
        log.Append(Batches.Sized(150_000), 0);
        store.Scheduler.RunAll();
        Assert.Equal(2, log.DurableOffset);
    }

    [Fact]
    public async Task An_async_queue_can_be_flushed_on_demand()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        var flush = log.Flush(default);
        Assert.False(flush.IsCompleted);
        store.Scheduler.RunAll();
        await flush;
        Assert.Equal(1, log.DurableOffset);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_and_the_flush_goes_on()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(Sync);
        using var cancel = new CancellationTokenSource();
        var wait = log.WaitDurable(log.Append(Batches.Of("a"), 0).EndOffset, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        store.Scheduler.RunAll();
        Assert.Equal(1, log.DurableOffset);
    }

    [Fact]
    public async Task The_first_failed_flush_stops_the_queue_for_good()
    {
        var failures = 1;
        var files = new FaultyLogFiles(new LinuxLogFiles())
        {
            Fault = (call, _) => call == "msync" && failures-- > 0 ? FaultyLogFiles.IoError : 0,
        };
        await using var store = new StoreFixture(files);
        var log = store.OpenQueue(Sync);
        var first = log.WaitDurable(log.Append(Batches.Of("a"), 0).EndOffset, default).AsTask();
        store.Scheduler.RunAll();

        var error = await Assert.ThrowsAsync<FlushFailedException>(() => first);
        Assert.Contains("errno 5", error.Message, StringComparison.Ordinal);
        Assert.True(log.IsFailed);
        Assert.Equal(AppendStatus.Failed, log.Append(Batches.Of("b"), 0).Status);
        await Assert.ThrowsAsync<FlushFailedException>(async () => await log.WaitDurable(1, default));

        // The disk would succeed now, but nothing may be tried again on pages that the kernel may have dropped.
        store.Time.Advance(TimeSpan.FromMinutes(1));
        store.Scheduler.RunAll();
        Assert.Equal(0, log.DurableOffset);
        Assert.Equal(["0:a"], Batches.ReadAll(log));

        log = await store.Reopen(Sync);
        Assert.False(store.Store.Recovery.CleanStop);
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.Of("c"), 0).Status);
    }

    [Fact]
    public async Task Closing_a_queue_ends_the_waits_on_it()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(Sync);
        var wait = log.WaitDurable(log.Append(Batches.Of("a"), 0).EndOffset, default).AsTask();
        store.Store.CloseQueue(StoreFixture.Topic, 0);
        await wait;
        Assert.Equal(1, log.DurableOffset);
    }

    [Fact]
    public async Task Many_queues_and_many_waiting_writers_all_become_durable_on_real_threads()
    {
        var path = Path.Join(Path.GetTempPath(), "rocket-log-" + Guid.NewGuid().ToString("N"));
        await using (var store = LogStore.Open(new LogStoreOptions { Path = path, SegmentBytes = 1024 * 1024, DiskHighWatermark = 1 }))
        {
            var queues = Enumerable.Range(0, 8).Select(number => store.OpenQueue("t", number, Sync)).ToList();
            await Task.WhenAll(queues.Select(log => Task.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    var outcome = log.Append(Batches.Sized(30_000), 0);
                    await log.WaitDurable(outcome.EndOffset, default);
                    Assert.True(log.DurableOffset >= outcome.EndOffset);
                }
            })));
            Assert.All(queues, log => Assert.Equal(50, log.DurableOffset));
        }

        Directory.Delete(path, recursive: true);
    }
}
