using System.Runtime.CompilerServices;
using OrleansRocket.Log.Queues;

namespace OrleansRocket.Tests.Log.Queues;

public sealed class RetentionTests
{
    [Fact]
    public async Task Segments_older_than_the_retention_time_go_and_the_last_one_stays()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(new QueueLogOptions { Retention = TimeSpan.FromHours(2) });
        Append(log, 10);
        store.Time.Advance(TimeSpan.FromHours(1));
        Append(log, 20);

        Assert.Equal(0, log.ApplyRetention(StoreFixture.Start.AddHours(2) - TimeSpan.FromMilliseconds(1)).Segments);
        var result = log.ApplyRetention(StoreFixture.Start.AddHours(2));
        Assert.Equal((1, 10L), (result.Segments, result.StartOffset));
        Assert.Equal(20, Batches.ReadAll(log).Count);
        Assert.Equal(1, log.ApplyRetention(StoreFixture.Start.AddDays(10)).Segments);
        Assert.Equal((20, 30), (log.StartOffset, log.EndOffset));

        log = await store.Reopen();
        Assert.Equal((20, 30), (log.StartOffset, log.EndOffset));
    }

    [Fact]
    public async Task Bytes_beyond_the_limit_go_by_whole_segments_and_the_rest_never_has_fewer()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(new QueueLogOptions { RetentionBytes = 2_500_000 });
        Append(log, 50);
        store.Scheduler.RunAll();

        Assert.Equal(20, log.StartOffset);
        Assert.True(log.SizeInBytes >= 2_500_000);
        Assert.Equal(["00000000000000000020.log", "00000000000000000030.log", "00000000000000000040.log"], Files(store, "*.log"));
    }

    [Fact]
    public async Task Housekeeping_applies_retention()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(new QueueLogOptions { Retention = TimeSpan.FromHours(1) });
        Append(log, 20);
        store.Time.Advance(TimeSpan.FromHours(2));
        store.Scheduler.RunAll();
        Assert.Equal(10, log.StartOffset);
    }

    [Fact]
    public async Task A_view_that_is_held_stays_readable_and_its_file_is_reused_only_when_it_is_gone()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(new QueueLogOptions { Retention = TimeSpan.FromHours(1) });
        Append(log, 20);
        var held = ReadOne(log, 3);
        log.ApplyRetention(StoreFixture.Start.AddHours(2));

        // One spare is a new file, made while the second segment filled up.
        Settle(store);
        Assert.Equal(3, LastByte(held));
        Assert.Equal(1, store.Store.SpareCount);

        held.Value = default;
        Settle(store);
        Assert.Equal(2, store.Store.SpareCount);
        Append(log, 5);
        Assert.Equal(1, store.Store.SpareCount);
        Assert.Equal(15, Batches.ReadAll(log).Count);
        var reused = File.ReadAllBytes(Path.Join(store.QueueDirectory, "00000000000000000020.log"));
        Assert.False(reused.AsSpan((int)(log.SizeInBytes / 2)).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public async Task A_segment_that_nobody_has_read_is_reused_at_once_and_none_is_kept_beyond_the_limit()
    {
        await using var store = new StoreFixture(configure: options => options with { MaxSpareSegments = 2 });
        var log = store.OpenQueue(new QueueLogOptions { Retention = TimeSpan.FromHours(1) });
        for (var i = 0; i < 60; i++)
        {
            Append(log, 1);
            store.Scheduler.RunAll();
        }

        log.ApplyRetention(StoreFixture.Start.AddHours(2));
        store.Scheduler.RunAll();
        Assert.InRange(store.Store.SpareCount, 2, 3);
        Assert.Equal(50, log.StartOffset);
    }

    [Fact]
    public async Task A_reader_that_loses_the_race_with_retention_is_told_the_new_start()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(new QueueLogOptions { RetentionBytes = 1 });
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var found = 0L;
            var at = 0L;
            while (!stop.IsCancellationRequested)
            {
                var read = log.Read(at, 1, long.MaxValue);
                Assert.NotEqual(ReadStatus.Corrupt, read.Status);
                Assert.True(read.Status != ReadStatus.Found || read.Batches.Span[^1] == (byte)at);
                found += read.Status == ReadStatus.Found ? 1 : 0;
                at = read.NextOffset >= log.EndOffset ? log.StartOffset : read.NextOffset;
            }

            return found;
        });
        for (var i = 0; i < 300; i++)
        {
            log.Append(Batches.Sized(100_000, (byte)i), 0);
            store.Scheduler.RunAll();
        }

        await stop.CancelAsync();
        Assert.True(await reading >= 0);
        Assert.True(log.StartOffset > 200);
    }

    private static void Append(QueueLog log, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.Equal(AppendStatus.Appended, log.Append(Batches.Sized(100_000, (byte)log.EndOffset), 0).Status);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static StrongBox<ReadOnlyMemory<byte>> ReadOne(QueueLog log, long offset) => new(log.Read(offset, 1, long.MaxValue).Batches);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte LastByte(StrongBox<ReadOnlyMemory<byte>> held) => held.Value.Span[^1];

    /// <summary>Collects, and lets the time of grace pass.</summary>
    private static void Settle(StoreFixture store)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            store.Store.KeepHouse();
            store.Time.Advance(store.Options.IdleUnmapAfter);
            store.Scheduler.RunAll();
        }
    }

    private static string[] Files(StoreFixture store, string pattern) =>
        [.. Directory.GetFiles(store.QueueDirectory, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
