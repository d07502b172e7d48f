using OrleansRocket.Log.Files;
using OrleansRocket.Log.Queues;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Log.Store;

public sealed class DiskFullTests
{
    [Fact]
    public async Task A_full_disk_refuses_appends_and_reads_go_on_and_it_resumes_by_itself()
    {
        var full = false;
        var files = new FaultyLogFiles(new LinuxLogFiles()) { Fault = (call, _) => full && call == "fallocate" ? FaultyLogFiles.NoSpace : 0 };
        await using var store = new StoreFixture(files);
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        full = true;

        var refused = Enumerable.Range(0, 5).Select(_ => log.Append(Batches.Sized(100_000), 0)).ToList();
        Assert.All(refused, outcome => Assert.Equal(AppendStatus.DiskFull, outcome.Status));
        Assert.Contains("No space", refused[0].Detail, StringComparison.Ordinal);
        Assert.False(log.IsFailed);
        Assert.False(store.Store.Disk.AcceptsAppends);
        Assert.Equal(["0:a"], Batches.ReadAll(log));

        full = false;
        store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.Sized(100_000), 0).Status);
        Assert.True(store.Store.Disk.AcceptsAppends);
        Assert.Equal(2, Batches.ReadAll(log).Count);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("ftruncate")]
    [InlineData("fallocate")]
    [InlineData("rename")]
    public async Task A_roll_that_finds_no_space_leaves_the_log_as_it_was(string failing)
    {
        var full = false;
        var files = new FaultyLogFiles(new LinuxLogFiles()) { Fault = (call, path) => full && call == failing && path.Contains("orders", StringComparison.Ordinal) ? FaultyLogFiles.NoSpace : 0 };
        await using var store = new StoreFixture(files);
        var log = store.OpenQueue();
        for (var i = 0; i < 10; i++)
            log.Append(Batches.Sized(100_000), 0);
        full = true;
        Assert.Equal(AppendStatus.DiskFull, log.Append(Batches.Sized(100_000), 0).Status);
        Assert.Equal(1, log.SegmentCount);

        full = false;
        store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, log.Append(Batches.Sized(100_000), 0).BaseOffset);
        log = await store.Reopen();
        Assert.Equal(11, Batches.ReadAll(log).Count);
    }

    [Fact]
    public async Task Appends_stop_at_the_high_watermark_and_start_below_the_low_one_only()
    {
        var files = new FaultyLogFiles(new LinuxLogFiles()) { FakeSpace = new DiskSpace(1000, 200) };
        await using var store = new StoreFixture(files, options => options with { DiskHighWatermark = 0.9, DiskLowWatermark = 0.85, DiskCleanWatermark = 1 });
        var log = store.OpenQueue();
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.Of("a"), 0).Status);

        SetFree(90);
        Assert.Equal(AppendStatus.DiskFull, log.Append(Batches.Of("b"), 0).Status);
        Assert.Equal(0.91, store.Store.Disk.UsedRatio, 3);
        SetFree(120);
        Assert.Equal(AppendStatus.DiskFull, log.Append(Batches.Of("c"), 0).Status);
        SetFree(160);
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.Of("d"), 0).Status);

        void SetFree(long free)
        {
            files.FakeSpace = new DiskSpace(1000, free);
            store.Time.Advance(store.Options.HousekeepingInterval);
            store.Scheduler.RunAll();
        }
    }

    [Fact]
    public async Task Too_few_free_bytes_refuse_appends_whatever_the_ratio()
    {
        var files = new FaultyLogFiles(new LinuxLogFiles()) { FakeSpace = new DiskSpace(1L << 50, 100) };
        await using var store = new StoreFixture(files, options => options with { MinFreeBytes = 101 });
        Assert.Equal(AppendStatus.DiskFull, store.OpenQueue().Append(Batches.Of("a"), 0).Status);
    }

    [Fact]
    public async Task The_oldest_segments_of_the_store_go_first_when_the_disk_fills_up()
    {
        var files = new FaultyLogFiles(new LinuxLogFiles()) { FakeSpace = new DiskSpace(1000, 900) };
        await using var store = new StoreFixture(files, options => options with { DiskCleanWatermark = 0.75 });
        var old = store.OpenQueue(queue: 0);
        var young = store.OpenQueue(queue: 1);
        Fill(old);
        store.Time.Advance(TimeSpan.FromHours(1));
        Fill(young);

        files.FakeSpace = new DiskSpace(1000, 240);
        var removed = 0;
        files.Fault = (call, path) =>
        {
            if (call == "unlink" && path.EndsWith(".log", StringComparison.Ordinal) && ++removed == 2)
                files.FakeSpace = new DiskSpace(1000, 400);
            return 0;
        };
        store.Store.KeepHouse();

        Assert.Equal((20, 0), (old.StartOffset, young.StartOffset));
        Assert.Equal(ReadStatus.OffsetTooSmall, old.Read(0, 100, long.MaxValue).Status);
    }

    private static void Fill(QueueLog log)
    {
        for (var i = 0; i < 40; i++)
            log.Append(Batches.Sized(100_000), 0);
    }
}
