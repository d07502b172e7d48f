using OrleansRocket.Log.Queues;

namespace OrleansRocket.Tests.Log.Queues;

public sealed class CompactionTests
{
    private static readonly QueueLogOptions Compacted = new() { Compacted = true, TombstoneRetention = TimeSpan.FromHours(1) };

    [Fact]
    public async Task The_last_record_of_each_key_stays_with_its_offset_and_readers_of_the_old_files_go_on()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(Compacted);
        var expected = new SortedDictionary<string, (long Offset, string Body)>(StringComparer.Ordinal);
        var random = new Random(3);
        while (log.SegmentCount < 5)
        {
            var key = $"key {random.Next(40)}";
            var body = random.Next(1000) + new string('x', 5000);
            expected[key] = (log.Append(Batches.Keyed(key, body), 0).BaseOffset, body);
        }

        var held = log.Read(0, 100_000, long.MaxValue).Batches;
        var copy = held.ToArray();
        var before = log.SizeInBytes;
        log.Compact();

        Assert.Equal(2, log.SegmentCount);
        Assert.True(log.SizeInBytes < before / 2);
        Assert.True(held.Span.SequenceEqual(copy));
        Check(log);
        log = await store.Reopen(Compacted);
        Check(log);
        Assert.False(log.IsCorrupt);
        await using var killed = store.AfterKill();
        Check(killed.OpenQueue(Compacted));

        void Check(QueueLog queue)
        {
            var latest = Batches.ReadAll(queue);
            foreach (var (offset, body) in expected.Values)
                Assert.Contains($"{offset}:{body}", latest);
            Assert.Equal(0, queue.StartOffset);
            Assert.Equal(latest, latest.OrderBy(line => long.Parse(line.AsSpan(0, line.IndexOf(':', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public async Task A_tombstone_removes_the_key_at_once_and_goes_itself_after_its_time()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(Compacted);
        log.Append(Batches.Keyed("gone", "value"), 0);
        log.Append(Batches.Keyed("stays", "value"), 0);
        log.Append(Batches.Keyed("gone", null), 0);
        Fill(log, 12);
        log.Compact();
        Assert.Equal(["1:value", "2:-"], Batches.ReadAll(log).Take(2));

        store.Time.Advance(TimeSpan.FromHours(2));
        log.Compact();
        Assert.Equal("1:value", Batches.ReadAll(log)[0]);
        Assert.DoesNotContain("2:-", Batches.ReadAll(log));
    }

    [Fact]
    public async Task A_batch_keeps_its_offsets_when_some_of_its_records_go()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(Compacted);
        using (var builder = new OrleansRocket.Log.Records.RecordBatchBuilder())
        {
            foreach (var key in new[] { "a", "b", "a", "c" })
                builder.TryAdd(new OrleansRocket.Log.Records.RecordData { Keys = key, Body = new byte[] { 65 } });
            log.Append(builder.Build(0, 0, 0).Span, 0);
        }

        Fill(log, 12);
        log.Compact();
        Assert.Equal(["1:A", "2:A", "3:A"], Batches.ReadAll(log).Take(3));
        Assert.Equal("2:A", Batches.ReadAll(log, 2)[0]);
    }

    [Fact]
    public async Task Records_without_keys_are_kept_and_a_queue_that_is_not_compacted_is_left_alone()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(Compacted);
        Fill(log, 25, keyed: false);
        log.Compact();
        Assert.Equal(25, Batches.ReadAll(log).Count);

        var plain = store.OpenQueue(queue: 1);
        Fill(plain, 25);
        plain.Compact();
        Assert.Equal(25, Batches.ReadAll(plain).Count);
    }

    [Fact]
    public async Task Housekeeping_compacts_when_half_of_the_sealed_bytes_are_new()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(Compacted);
        Fill(log, 25);
        store.Store.KeepHouse();
        store.Scheduler.RunAll();
        Assert.Equal(2, log.SegmentCount);
        Assert.Equal(24, Batches.ReadAll(log).Select(line => line[..2]).Select(int.Parse).Max());
    }

    private static void Fill(QueueLog log, int count, bool keyed = true)
    {
        for (var i = 0; i < count; i++)
            Assert.Equal(AppendStatus.Appended, log.Append(keyed ? Batches.Keyed("fill", new string('f', 100_000)) : Batches.Sized(100_000), 0).Status);
    }
}
