using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Keys;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Log.Keys;

public sealed class KeyIndexTests
{
    /// <summary>Three batches of that size fill a segment of the fixture.</summary>
    private const int ThirdOfSegment = 300_000;

    [Fact]
    public async Task A_record_is_found_by_each_of_its_keys_and_by_no_part_of_one()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(KeyedLog.Batch(0, 0, 10, "alpha beta", null, "beta", "alphabet"), 0);

        Assert.Equal([0], KeyedLog.Offsets(log, KeyedLog.Query("alpha")));
        Assert.Equal([2, 0], KeyedLog.Offsets(log, KeyedLog.Query("beta")));
        Assert.Equal([0, 2], KeyedLog.Offsets(log, KeyedLog.Query("beta") with { OldestFirst = true }));
        Assert.Empty(KeyedLog.Offsets(log, KeyedLog.Query("alph")));
        Assert.Empty(KeyedLog.Offsets(log, KeyedLog.Query("")));
    }

    [Fact]
    public async Task Keys_are_found_in_sealed_segments_from_their_files_and_in_the_last_one_as_it_grows()
    {
        await using var store = new StoreFixture();
        var log = Fill(store, segments: 3);
        Assert.Equal(2, Directory.GetFiles(store.QueueDirectory, "*.keys").Length);

        Assert.Equal([8, 5, 2], KeyedLog.Offsets(log, KeyedLog.Query("k2")));
        log.Append(KeyedLog.Batch(0, 0, 10, "k2"), 0);
        Assert.Equal([9, 8, 5, 2], KeyedLog.Offsets(log, KeyedLog.Query("k2")));
        Assert.Equal([8, 5, 2], KeyedLog.Offsets(log, KeyedLog.Query("k2"), endOffset: 9));
    }

    [Fact]
    public async Task Colliding_hashes_find_only_what_was_asked_for()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        var (first, second) = Collision();
        Assert.Equal(KeyHash.Of(System.Text.Encoding.UTF8.GetBytes(first)), KeyHash.Of(System.Text.Encoding.UTF8.GetBytes(second)));
        log.Append(KeyedLog.Batch(0, 0, 10, first), 0);
        log.Append(KeyedLog.Batch(0, 0, 10, second), 0);

        Assert.Equal([0], KeyedLog.Offsets(log, KeyedLog.Query(first)));
        Assert.Equal([1], KeyedLog.Offsets(log, KeyedLog.Query(second)));
    }

    [Fact]
    public async Task An_id_is_found_in_small_and_large_batches_and_where_sequences_begin_again()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        var keys = new string?[100];
        log.Append(KeyedLog.Batch(7, int.MaxValue - 40, 10, keys), 0);
        for (var i = 0; i < 50; i++)
            log.Append(KeyedLog.Batch(7, 59 + i, 10, (string?)null), 0);
        log.Append(KeyedLog.Batch(8, 0, 10, keys), 0);

        Assert.Equal(0, KeyedLog.OffsetOf(log, new MessageId(7, int.MaxValue - 40)));
        Assert.Equal(40, KeyedLog.OffsetOf(log, new MessageId(7, int.MaxValue)));
        Assert.Equal(41, KeyedLog.OffsetOf(log, new MessageId(7, 0)));
        Assert.Equal(99, KeyedLog.OffsetOf(log, new MessageId(7, 58)));
        Assert.Equal(149, KeyedLog.OffsetOf(log, new MessageId(7, 108)));
        Assert.Equal(-1, KeyedLog.OffsetOf(log, new MessageId(7, 109)));
        Assert.Equal(249, KeyedLog.OffsetOf(log, new MessageId(8, 99)));
        Assert.Equal(-1, KeyedLog.OffsetOf(log, new MessageId(9, 0)));
        Assert.Equal(-1, KeyedLog.OffsetOf(log, new MessageId(7, -1)));
        Assert.Equal(-1, KeyedLog.OffsetOf(log, new MessageId(8, 99), endOffset: 249));
    }

    [Fact]
    public async Task What_is_found_is_bounded_by_count_and_by_bytes_and_goes_on_from_there()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 700; i++)
            log.Append(KeyedLog.Batch(0, 0, 100, "hot", "hot", "cold"), 0);

        foreach (var oldestFirst in new[] { false, true })
        {
            var query = KeyedLog.Query("hot") with { MaxCount = 333, OldestFirst = oldestFirst };
            var all = new List<long>();
            for (List<long> found; (found = KeyedLog.Offsets(log, query)).Count > 0;)
            {
                Assert.True(found.Count <= 333);
                all.AddRange(found);
                query = oldestFirst ? query with { FromOffset = found[^1] + 1 } : query with { ToOffset = found[^1] };
            }

            Assert.Equal(1400, all.Count);
            Assert.Equal(oldestFirst ? all.Order() : all.OrderDescending(), all);
        }

        var bounded = log.FindByKey(KeyedLog.Query("hot") with { MaxCount = 10_000, MaxBytes = 1000 }, long.MaxValue);
        Assert.InRange(bounded.Batches.Length, 1000, 1500);
        Assert.True(bounded.HasMore);
    }

    [Fact]
    public async Task A_damaged_missing_or_strange_index_file_is_no_loss_and_is_made_anew()
    {
        await using var store = new StoreFixture();
        Fill(store, segments: 5);
        var files = Directory.GetFiles(store.QueueDirectory, "*.keys").Order(StringComparer.Ordinal).ToArray();
        var sound = files.Select(File.ReadAllBytes).ToList();
        await store.Close();
        File.Delete(files[0]);
        Flip(files[1], 20);
        Flip(files[2], (int)new FileInfo(files[2]).Length - 1);
        File.Copy(files[1], files[3], overwrite: true);

        store.Open();
        var log = store.OpenQueue();
        Assert.Equal([14, 11, 8, 5, 2], KeyedLog.Offsets(log, KeyedLog.Query("k2")));
        Assert.Equal([13, 10, 7, 4, 1], KeyedLog.Offsets(log, KeyedLog.Query("k1")));
        store.Store.KeepHouse();
        store.Scheduler.RunAll();
        Assert.Equal(sound, files.Select(File.ReadAllBytes));
        Assert.Equal([14, 11, 8, 5, 2], KeyedLog.Offsets(log, KeyedLog.Query("k2")));
    }

    [Fact]
    public async Task Truncation_takes_what_was_found_back_and_what_is_written_in_its_place_is_found()
    {
        await using var store = new StoreFixture();
        var log = Fill(store, segments: 3);
        Assert.Equal([6, 3, 0], KeyedLog.Offsets(log, KeyedLog.Query("k0")));

        log.TruncateTo(4);
        Assert.Equal([3, 0], KeyedLog.Offsets(log, KeyedLog.Query("k0")));
        Assert.Empty(KeyedLog.Offsets(log, KeyedLog.Query("k2") with { FromOffset = 3 }));
        Assert.Single(Directory.GetFiles(store.QueueDirectory, "*.keys"));
        for (var i = 0; i < 4; i++)
            log.Append(KeyedLog.Batch(0, 0, ThirdOfSegment, "new" + i), 0);
        Seal(store);
        Assert.Equal([4], KeyedLog.Offsets(log, KeyedLog.Query("new0")));
        Assert.Empty(KeyedLog.Offsets(log, KeyedLog.Query("k1") with { FromOffset = 3 }));
        Assert.Equal([4], KeyedLog.Offsets(await store.Reopen(), KeyedLog.Query("new0")));
    }

    [Fact]
    public async Task Retention_takes_the_index_files_along_and_reused_segment_files_bring_nothing_back()
    {
        await using var store = new StoreFixture();
        var log = Fill(store, segments: 4, new QueueLogOptions { RetentionBytes = 2 * ThirdOfSegment });
        store.Scheduler.RunAll();
        Assert.Equal(Directory.GetFiles(store.QueueDirectory, "*.log").Length - 1, Directory.GetFiles(store.QueueDirectory, "*.keys").Length);
        var before = KeyedLog.Offsets(log, KeyedLog.Query("k0"));
        Assert.Equal(before.Where(offset => offset >= log.StartOffset), before);
        for (var i = 0; i < 12; i++)
        {
            log.Append(KeyedLog.Batch(0, 0, ThirdOfSegment, "later"), 0);
            store.Scheduler.RunAll();
        }

        Assert.Empty(KeyedLog.Offsets(log, KeyedLog.Query("k0")));
        Assert.All(KeyedLog.Offsets(log, KeyedLog.Query("later")), offset => Assert.InRange(offset, log.StartOffset, log.EndOffset));
    }

    [Fact]
    public async Task After_compaction_what_is_left_is_found()
    {
        var options = new QueueLogOptions { Compacted = true };
        await using var store = new StoreFixture();
        var log = Fill(store, segments: 4, options);
        log.Compact();
        store.Scheduler.RunAll();

        Assert.Equal([11], KeyedLog.Offsets(log, KeyedLog.Query("k2")));
        Assert.Equal([11], KeyedLog.Offsets(await store.Reopen(options), KeyedLog.Query("k2")));
    }

    [Fact]
    public async Task After_a_kill_everything_is_found_with_and_without_index_files()
    {
        await using var store = new StoreFixture();
        Fill(store, segments: 3);
        foreach (var withIndex in new[] { true, false })
        {
            await using var copy = store.AfterKill(file => withIndex || !file.EndsWith(".keys", StringComparison.Ordinal));
            var log = copy.OpenQueue();
            Assert.Equal([7, 4, 1], KeyedLog.Offsets(log, KeyedLog.Query("k1")));
            copy.Store.KeepHouse();
            copy.Scheduler.RunAll();
            Assert.Equal(2, Directory.GetFiles(copy.QueueDirectory, "*.keys").Length);
        }
    }

    [Fact]
    public async Task A_queue_without_index_has_no_files_and_refuses_searches_until_it_has_one()
    {
        await using var store = new StoreFixture();
        var log = Fill(store, segments: 3, new QueueLogOptions { KeyIndex = false });
        Assert.Empty(Directory.GetFiles(store.QueueDirectory, "*.keys"));
        Assert.Equal("NO_KEY_INDEX", Assert.Throws<NoKeyIndexException>(() => log.FindByKey(KeyedLog.Query("k1"), long.MaxValue)).Code);
        Assert.Throws<NoKeyIndexException>(() => log.FindById(new MessageId(1, 1), long.MaxValue));

        log.UpdateOptions(new QueueLogOptions());
        Assert.Equal([7, 4, 1], KeyedLog.Offsets(log, KeyedLog.Query("k1")));
        store.Store.KeepHouse();
        store.Scheduler.RunAll();
        Assert.Equal(2, Directory.GetFiles(store.QueueDirectory, "*.keys").Length);
    }

    [Fact]
    public async Task Damage_in_the_log_is_told_and_not_passed_over()
    {
        await using var store = new StoreFixture();
        Fill(store, segments: 3);
        await store.Close();
        foreach (var file in Directory.GetFiles(store.QueueDirectory, "*.keys"))
            File.Delete(file);
        Flip(Directory.GetFiles(store.QueueDirectory, "*.log").Order(StringComparer.Ordinal).First(), 1000);
        store.Open();
        var log = store.OpenQueue();

        Assert.Throws<CorruptBatchException>(() => log.FindByKey(KeyedLog.Query("k1"), long.MaxValue));
        store.Store.KeepHouse();
        store.Scheduler.RunAll();
        Assert.Single(Directory.GetFiles(store.QueueDirectory, "*.keys"));
    }

    [Fact]
    public async Task A_full_disk_stops_neither_appends_nor_searches_and_the_file_comes_when_there_is_room()
    {
        using var memory = new MemoryLogFiles();
        var isFull = true;
        var files = new FaultyLogFiles(memory) { Fault = (_, path) => isFull && path.Contains(".keys", StringComparison.Ordinal) ? FaultyLogFiles.NoSpace : 0 };
        await using var store = new StoreFixture(files);
        var log = Fill(store, segments: 3);

        Assert.Equal([7, 4, 1], KeyedLog.Offsets(log, KeyedLog.Query("k1")));
        Assert.DoesNotContain(memory.List(store.QueueDirectory), name => name.EndsWith(".keys", StringComparison.Ordinal));
        isFull = false;
        store.Store.KeepHouse();
        store.Scheduler.RunAll();
        Assert.Equal(2, memory.List(store.QueueDirectory).Count(name => name.EndsWith(".keys", StringComparison.Ordinal)));
        Assert.Equal([7, 4, 1], KeyedLog.Offsets(log, KeyedLog.Query("k1")));
    }

    [Fact]
    public async Task A_queue_that_nobody_asks_holds_nothing_after_a_while()
    {
        await using var store = new StoreFixture();
        var log = Fill(store, segments: 3);
        _ = KeyedLog.Offsets(log, KeyedLog.Query("k1"));
        Assert.True(log.IsMapped);
        for (var i = 0; i < 3; i++)
        {
            store.Store.KeepHouse();
            store.Time.Advance(TimeSpan.FromMinutes(2));
            store.Scheduler.RunAll();
        }

        Assert.False(log.IsMapped);
        Assert.Equal([7, 4, 1], KeyedLog.Offsets(log, KeyedLog.Query("k1")));
    }

    [Fact]
    public void The_file_is_read_only_for_the_segment_that_it_was_made_of()
    {
        using var files = new MemoryLogFiles();
        files.CreateDirectory("/d");
        var summary = new IndexSummary(10, 20, 3000, 5, 6);
        KeyIndexFile.Write(files, "/d/x.keys", summary, [1, 2, 3]);
        Assert.NotNull(KeyIndexFile.Read(files, "/d/x.keys", summary));
        Assert.Null(KeyIndexFile.Read(files, "/d/x.keys", summary with { EndPosition = 3001 }));
        Assert.Null(KeyIndexFile.Read(files, "/d/x.keys", summary with { LastTimestamp = 7 }));
        Assert.Null(KeyIndexFile.Read(files, "/d/y.keys", summary));
    }

    /// <summary>Three batches a segment, with the keys k0, k1 and k2; everything flushed and indexed.</summary>
    private static QueueLog Fill(StoreFixture store, int segments, QueueLogOptions? options = null)
    {
        var log = store.OpenQueue(options);
        for (var i = 0; i < 3 * segments; i++)
            log.Append(KeyedLog.Batch(0, 0, ThirdOfSegment, $"k{i % 3}"), 0);
        Seal(store);
        return log;
    }

    private static void Seal(StoreFixture store)
    {
        store.Time.Advance(TimeSpan.FromSeconds(1));
        store.Scheduler.RunAll();
    }

    /// <summary>Two texts with one hash: among 300,000 there are about ten pairs.</summary>
    private static (string First, string Second) Collision()
    {
        var seen = new Dictionary<uint, string>();
        var random = new Random(3);
        while (true)
        {
            var text = random.NextInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
            if (!seen.TryAdd(KeyHash.Of(System.Text.Encoding.UTF8.GetBytes(text)), text))
                return (seen[KeyHash.Of(System.Text.Encoding.UTF8.GetBytes(text))], text);
        }
    }

    private static void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
