using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Tests.Log.Store;

public sealed class StoreTests
{
    [Fact]
    public async Task A_store_in_use_is_refused_with_its_path_and_the_pid_of_its_holder()
    {
        await using var store = new StoreFixture();
        var error = Assert.Throws<StoreLockedException>(() => LogStore.Open(store.Options));
        Assert.Contains(store.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal(Environment.ProcessId, error.HolderProcessId);
        Assert.Equal("STORE_LOCKED", error.Code);
    }

    [Fact]
    public async Task A_newer_format_version_and_another_cluster_are_refused_by_name()
    {
        await using var store = new StoreFixture();
        var id = store.Store.StoreId;
        await store.Close();
        var other = Assert.Throws<StoreFormatException>(() => LogStore.Open(store.Options with { ClusterId = "other" }));
        Assert.Contains("'DefaultCluster', not to 'other'", other.Message, StringComparison.Ordinal);

        var path = Path.Join(store.Path, "store");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("format=1", "format=2", StringComparison.Ordinal));
        var newer = Assert.Throws<StoreFormatException>(() => LogStore.Open(store.Options));
        Assert.Contains("format version 2; this release reads up to version 1", newer.Message, StringComparison.Ordinal);

        File.WriteAllText(path, text);
        store.Open();
        Assert.Equal(id, store.Store.StoreId);
    }

    [Fact]
    public void A_directory_with_anything_else_in_it_and_a_file_are_refused_and_left_alone()
    {
        var path = Directory.CreateTempSubdirectory("rocket-log-").FullName;
        File.WriteAllText(Path.Join(path, "thesis.txt"), "mine");
        var error = Assert.Throws<StoreFormatException>(() => LogStore.Open(new LogStoreOptions { Path = path }));
        Assert.Contains("thesis.txt", error.Message, StringComparison.Ordinal);
        Assert.Throws<StoreFormatException>(() => LogStore.Open(new LogStoreOptions { Path = Path.Join(path, "thesis.txt") }));
        Assert.Single(Directory.GetFileSystemEntries(path));
        Directory.Delete(path, recursive: true);
    }

    [Fact]
    public async Task The_abort_file_is_there_while_the_store_is_open_only()
    {
        await using var store = new StoreFixture();
        Assert.True(store.Store.Recovery.CleanStop);
        Assert.True(File.Exists(Path.Join(store.Path, "abort")));
        await store.Close();
        Assert.False(File.Exists(Path.Join(store.Path, "abort")));
        store.Open();
        Assert.True(store.Store.Recovery.CleanStop);
        await using var killed = store.AfterKill();
        Assert.False(killed.Store.Recovery.CleanStop);
    }

    [Fact]
    public async Task A_queue_that_was_not_opened_after_a_kill_is_still_verified_in_a_later_run()
    {
        await using var store = new StoreFixture();
        store.OpenQueue().Append(Batches.Of("a"), 0);
        await using var killed = store.AfterKill();
        killed.OpenQueue(queue: 1).Append(Batches.Of("b"), 0);
        await killed.Close();
        killed.Open();
        Assert.True(killed.Store.Recovery.CleanStop);
        killed.OpenQueue();
        Assert.Equal(1, killed.Store.Recovery.BatchesVerified);
    }

    [Fact]
    public async Task Queues_are_listed_opened_once_and_deleted_for_good()
    {
        await using var store = new StoreFixture();
        store.Store.OpenQueue("b%retry|x", 0, new QueueLogOptions());
        store.Store.OpenQueue("a", 10, new QueueLogOptions());
        var log = store.Store.OpenQueue("a", 2, new QueueLogOptions());
        Assert.Same(log, store.Store.OpenQueue("a", 2, new QueueLogOptions()));
        Assert.Equal([("a", 2), ("a", 10), ("b%retry|x", 0)], store.Store.Queues());

        log.Append(Batches.Of("old"), 0);
        var view = log.Read(0, 100, long.MaxValue).Batches;
        store.Store.DeleteQueue("a", 2);
        Assert.Equal([("a", 10), ("b%retry|x", 0)], store.Store.Queues());
        Assert.Equal((byte)'d', view.Span[^1]);
        log = store.Store.OpenQueue("a", 2, new QueueLogOptions());
        Assert.Equal((0, 0), (log.StartOffset, log.EndOffset));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task Names_that_could_leave_the_directory_are_refused(string topic)
    {
        await using var store = new StoreFixture();
        Assert.ThrowsAny<ArgumentException>(() => store.Store.OpenQueue(topic, 0, new QueueLogOptions()));
        Assert.ThrowsAny<ArgumentException>(() => store.Store.OpenQueue("ok", -1, new QueueLogOptions()));
    }

    [Fact]
    public void Bad_options_are_refused_with_name_value_and_limit()
    {
        var good = new LogStoreOptions { Path = "/nowhere" };
        good.Validate();
        foreach (var (bad, name, value) in new (LogStoreOptions, string, string)[]
        {
            (good with { SegmentBytes = 1000 }, "SegmentBytes", "1000"),
            (good with { PreallocateBytes = 1 }, "PreallocateBytes", "65536"),
            (good with { IndexIntervalBytes = 0 }, "IndexIntervalBytes", "1024"),
            (good with { FlushBytes = 0 }, "FlushBytes", "65536"),
            (good with { FlushTogetherQueues = 0 }, "FlushTogetherQueues", "2147483647"),
            (good with { FlushInterval = TimeSpan.Zero }, "FlushInterval", "00:00:00"),
            (good with { MaxSpareSegments = -1 }, "MaxSpareSegments", "-1"),
            (good with { IdleUnmapAfter = TimeSpan.Zero }, "IdleUnmapAfter", "00:00:01"),
            (good with { DiskHighWatermark = 1.5 }, "DiskHighWatermark", "1.5"),
            (good with { DiskLowWatermark = 0.95 }, "DiskLowWatermark", "0.95"),
            (good with { DiskCleanWatermark = double.NaN }, "DiskCleanWatermark", "NaN"),
            (good with { MinFreeBytes = -1 }, "MinFreeBytes", "-1"),
            (good with { HousekeepingInterval = TimeSpan.Zero }, "HousekeepingInterval", "00:00:00"),
            (good with { ClusterId = "" }, "ClusterId", "''"),
            (good with { StoreName = "a\nb" }, "StoreName", "one line"),
        })
        {
            var error = Assert.Throws<ArgumentException>(bad.Validate);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            Assert.Contains(value, error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("RetentionBytes", Assert.Throws<ArgumentException>(new QueueLogOptions { RetentionBytes = 0 }.Validate).Message, StringComparison.Ordinal);
        Assert.Contains("Retention ", Assert.Throws<ArgumentException>(new QueueLogOptions { Retention = TimeSpan.Zero }.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idle_queue_holds_no_mapping_and_comes_back_when_it_is_used()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(new QueueLogOptions { Retention = Timeout.InfiniteTimeSpan });
        for (var i = 0; i < 25; i++)
            log.Append(Batches.Sized(100_000, (byte)i), 0);
        Assert.Equal(25, Batches.ReadAll(log).Count);
        Assert.True(log.IsMapped);
        for (var i = 0; i < 30; i++)
        {
            store.Time.Advance(TimeSpan.FromSeconds(10));
            store.Scheduler.RunAll();
        }

        Assert.False(log.IsMapped);
        Assert.Equal(7, log.Read(7, 1, long.MaxValue).Batches.Span[^1]);
        Assert.Equal(25, log.Append(Batches.Sized(100_000, 25), 0).BaseOffset);
        Assert.Equal(26, Batches.ReadAll(log).Count);
    }

    [Fact]
    public async Task A_closed_store_says_so_and_closes_once()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        await store.Close();
        await store.Close();
        Assert.Throws<LogClosedException>(() => store.OpenQueue());
        Assert.Throws<LogClosedException>(() => log.Append(Batches.Of("a"), 0));
        Assert.Throws<LogClosedException>(() => store.Store.Queues());
    }
}
