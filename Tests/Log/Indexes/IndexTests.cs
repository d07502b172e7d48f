using OrleansRocket.Log.Files;
using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Indexes;

public sealed class IndexTests
{
    [Fact]
    public void The_index_finds_what_a_full_scan_finds()
    {
        var random = new Random(7);
        var entries = new List<IndexEntry>();
        var index = new SegmentIndex();
        var (offset, time, position) = (100L, 1000L, 0L);
        for (var i = 0; i < 500; i++)
        {
            entries.Add(new IndexEntry(offset, time, position));
            index.Add(entries[^1]);
            offset += random.Next(1, 5);
            time += random.Next(0, 3);
            position += random.Next(100, 1000);
        }

        for (var wanted = 90; wanted < offset + 10; wanted++)
            Assert.Equal(entries.LastOrDefault(entry => entry.Offset <= wanted).Position, index.FindOffset(wanted));
        for (var wanted = 990; wanted < time + 10; wanted++)
            Assert.Equal(entries.LastOrDefault(entry => entry.Timestamp < wanted).Position, index.FindTime(wanted));
    }

    [Fact]
    public async Task Every_offset_is_found_in_sealed_and_active_segments_before_and_after_opening_again()
    {
        await using var store = new StoreFixture(configure: options => options with { IndexIntervalBytes = 1024 });
        var log = store.OpenQueue();
        var starts = new List<long>();
        var random = new Random(11);
        while (log.SegmentCount < 4)
        {
            var bodies = Enumerable.Range(0, random.Next(1, 6)).Select(_ => new string('x', random.Next(1, 900))).ToArray();
            var outcome = log.Append(Batches.Of(bodies), 0);
            starts.AddRange(Enumerable.Repeat(outcome.BaseOffset, bodies.Length));
            if (random.Next(100) == 0)
                store.Scheduler.RunAll();
        }

        Check(log);
        Check(await store.Reopen());

        void Check(QueueLog queue)
        {
            for (var offset = 0; offset < starts.Count; offset++)
                Assert.Equal(starts[offset], RecordBatchHeader.BaseOffset(queue.Read(offset, 1, long.MaxValue).Batches.Span));
        }
    }

    [Fact]
    public async Task A_time_is_found_as_a_full_scan_finds_it()
    {
        await using var store = new StoreFixture(configure: options => options with { IndexIntervalBytes = 1024 });
        var log = store.OpenQueue(new QueueLogOptions { Retention = Timeout.InfiniteTimeSpan });
        var stored = new List<(DateTimeOffset Time, long Offset)>();
        var random = new Random(13);
        while (log.SegmentCount < 4)
        {
            stored.Add((store.Time.GetUtcNow(), log.Append(Batches.Sized(random.Next(1, 3000)), 0).BaseOffset));
            store.Time.Advance(TimeSpan.FromSeconds(random.Next(0, 3)));
        }

        Check(log);
        Check(await store.Reopen(new QueueLogOptions { Retention = Timeout.InfiniteTimeSpan }));

        void Check(QueueLog queue)
        {
            for (var time = StoreFixture.Start.AddSeconds(-2); time < stored[^1].Time.AddSeconds(3); time = time.AddSeconds(1))
            {
                var found = stored.FindIndex(entry => entry.Time >= time);
                Assert.Equal(found < 0 ? queue.EndOffset : stored[found].Offset, queue.FindOffset(time));
            }
        }
    }

    [Fact]
    public async Task A_missing_or_damaged_index_file_is_rebuilt_from_the_log()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Sized(100_000, (byte)i), 0);
        await store.Close();
        var files = Directory.GetFiles(store.QueueDirectory, "*.index").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(4, files.Length);
        File.Delete(files[0]);
        Flip(files[1], 20);
        Flip(files[2], 100);
        File.WriteAllBytes(files[3], []);

        store.Open();
        log = store.OpenQueue();
        Assert.Equal(35, Batches.ReadAll(log).Count);
        Assert.Equal(27, log.Read(27, 1, long.MaxValue).Batches.Span[^1]);
        await store.Close();
        store.Open();
        Assert.Equal(4, Directory.GetFiles(store.QueueDirectory, "*.index").Length);
        Assert.NotNull(IndexFile.Read(new LinuxLogFiles(), files[1], 10));
    }

    private static void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
