using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Verify;

namespace OrleansRocket.Tests.Log.Recovery;

public sealed class RecoveryTests
{
    [Fact]
    public async Task After_a_kill_everything_that_was_appended_is_there()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Sized(100_000, (byte)i), 0);

        await using var killed = store.AfterKill();
        var recovered = killed.OpenQueue();
        Assert.False(killed.Store.Recovery.CleanStop);
        Assert.Equal(35, killed.Store.Recovery.BatchesVerified);
        Assert.Equal((35L, 35L), (recovered.EndOffset, recovered.DurableOffset));
        Assert.Equal(Batches.ReadAll(log), Batches.ReadAll(recovered));
    }

    [Fact]
    public async Task Only_what_may_not_have_been_flushed_is_verified()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Sized(100_000), 0);
        Flush(store, log);
        log.Append(Batches.Of("last"), 0);

        await using var killed = store.AfterKill();
        Assert.Equal(36, killed.OpenQueue().EndOffset);
        Assert.Equal(1, killed.Store.Recovery.BatchesVerified);
    }

    [Fact]
    public async Task A_torn_tail_is_cut_wherever_it_is_torn_and_everything_before_it_kept()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        log.Append(Batches.Of("b"), 0);
        var last = Batches.Of("the last one");
        var start = (int)log.SizeInBytes;
        log.Append(last, 0);
        await using var copy = store.CopyClosed();
        var path = Segment(copy, 0);
        var whole = File.ReadAllBytes(path);
        for (var kept = 0; kept < last.Length; kept += 3)
        {
            var torn = (byte[])whole.Clone();
            torn.AsSpan(start + kept).Clear();
            File.WriteAllBytes(path, torn);
            copy.Open();
            var recovered = copy.OpenQueue();
            Assert.Equal(["0:a", "1:b"], Batches.ReadAll(recovered));
            Assert.Equal(AppendStatus.Appended, recovered.Append(Batches.Of("c"), 0).Status);
            Assert.Equal(["0:a", "1:b", "2:c"], Batches.ReadAll(recovered));
            await Restore(store, copy);
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_a_header_byte_of_a_middle_batch_opens_the_queue_read_only()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        var start = (int)log.SizeInBytes;
        log.Append(Batches.Of("b"), 0);
        log.Append(Batches.Of("c"), 0);
        await using var copy = store.CopyClosed();
        for (var at = 0; at < RecordBatchHeader.Size + 5; at += 2)
        {
            Flip(Segment(copy, 0), start + at, at % 8);
            copy.Open();
            var recovered = copy.OpenQueue();
            Assert.True(recovered.IsCorrupt, $"byte {at}");
            Assert.Equal(["0:a"], Batches.ReadAll(recovered));
            Assert.Equal(ReadStatus.Corrupt, recovered.Read(1, 100, long.MaxValue).Status);
            var refused = recovered.Append(Batches.Of("d"), 0);
            Assert.Equal(AppendStatus.Failed, refused.Status);
            Assert.Contains("00000000000000000000.log", refused.Detail, StringComparison.Ordinal);
            Assert.Equal(["orders/0"], copy.Store.Recovery.CorruptQueues);
            await Restore(store, copy);
        }
    }

    [Fact]
    public async Task A_read_only_queue_is_left_as_it_is_on_disk()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        var start = (int)log.SizeInBytes;
        log.Append(Batches.Of("b"), 0);
        log.Append(Batches.Of("c"), 0);
        await using var copy = store.CopyClosed();
        Flip(Segment(copy, 0), start + 20, 0);
        var before = File.ReadAllBytes(Segment(copy, 0));
        copy.Open();
        Assert.True(copy.OpenQueue().IsCorrupt);
        await copy.Close();
        Assert.Equal(before, File.ReadAllBytes(Segment(copy, 0)));
        Assert.True(File.Exists(Path.Join(copy.Path, "abort")));
    }

    [Fact]
    public async Task Damage_below_what_was_flushed_is_never_taken_for_a_torn_tail()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        Flush(store, log);
        await using var copy = store.CopyClosed();
        var bytes = File.ReadAllBytes(Segment(copy, 0));
        bytes.AsSpan(50).Clear();
        File.WriteAllBytes(Segment(copy, 0), bytes);
        copy.Open();
        var recovered = copy.OpenQueue();
        Assert.True(recovered.IsCorrupt);
        Assert.Contains("had been flushed", recovered.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal("STORE_CORRUPT", Assert.IsType<StoreCorruptException>(recovered.Failure).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(30)]
    public async Task A_missing_segment_is_damage(long baseOffset)
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Sized(100_000), 0);
        Flush(store, log);
        await using var copy = store.CopyClosed();
        File.Delete(Segment(copy, baseOffset));
        copy.Open();
        var recovered = copy.OpenQueue();
        Assert.True(recovered.IsCorrupt);
        Assert.Equal(baseOffset, Batches.ReadAll(recovered).Count);
    }

    [Fact]
    public async Task A_lost_checkpoint_costs_a_full_scan_and_nothing_else()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Sized(100_000), 0);
        Flush(store, log);
        await using var killed = store.AfterKill(path => !path.EndsWith("checkpoint", StringComparison.Ordinal));
        Assert.Equal(35, killed.OpenQueue().EndOffset);
        Assert.Equal(35, killed.Store.Recovery.BatchesVerified);
    }

    [Fact]
    public async Task A_segment_file_that_was_cut_short_is_a_torn_tail_when_it_is_the_last()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        var length = log.SizeInBytes;
        log.Append(Batches.Of("b"), 0);
        await using var copy = store.CopyClosed();
        using (var file = File.OpenWrite(Segment(copy, 0)))
            file.SetLength(length + 30);
        copy.Open();
        var recovered = copy.OpenQueue();
        Assert.Equal(["0:a"], Batches.ReadAll(recovered));
        Assert.InRange(copy.Store.Recovery.BytesCut, 1, 30);
        Assert.Equal(AppendStatus.Appended, recovered.Append(Batches.Sized(500_000), 0).Status);
    }

    [Fact]
    public async Task A_body_that_holds_a_copy_of_a_batch_does_not_make_a_torn_tail_look_like_damage()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        var inner = Batches.Of("inner");
        RecordBatchHeader.Assign(inner, 5, 0, 1);
        using var builder = new RecordBatchBuilder();
        builder.TryAdd(new RecordData { Body = inner });
        builder.TryAdd(new RecordData { Body = new byte[50] });
        var start = (int)log.SizeInBytes;
        log.Append(builder.Build(0, 0, 0).Span, 0);
        var end = (int)log.SizeInBytes;
        await using var copy = store.CopyClosed();
        var bytes = File.ReadAllBytes(Segment(copy, 0));
        bytes.AsSpan(end - 60).Clear();
        File.WriteAllBytes(Segment(copy, 0), bytes);
        copy.Open();
        Assert.False(copy.OpenQueue().IsCorrupt);
        Assert.True(copy.Store.Recovery.BytesCut > start);
    }

    [Fact]
    public async Task Damage_that_appears_later_is_found_by_the_read_and_by_the_verifier()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Sized(100_000), 0);
        await store.Close();
        Flip(Segment(store, 10), 300_000, 3);
        store.Open();
        log = store.OpenQueue();
        Assert.False(log.IsCorrupt);
        Assert.Equal(12, log.Read(10, int.MaxValue, long.MaxValue).NextOffset);
        Assert.Equal(ReadStatus.Corrupt, log.Read(12, 1, long.MaxValue).Status);
        Assert.Equal(ReadStatus.Found, log.Read(13, 1, long.MaxValue).Status);
        await store.Close();

        using var verifier = new LogVerifier(store.Path);
        var problem = Assert.Single(verifier.Verify().Queues.Single().Problems);
        Assert.Contains("offset 12", problem, StringComparison.Ordinal);
    }

    private static void Flush(StoreFixture store, QueueLog log)
    {
        var flush = log.Flush(default);
        store.Scheduler.RunAll();
        Assert.True(flush.IsCompletedSuccessfully);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        store.Scheduler.RunAll();
    }

    private static async Task Restore(StoreFixture store, StoreFixture copy)
    {
        await copy.Close();
        foreach (var file in Directory.GetFiles(copy.QueueDirectory))
            File.Delete(file);
        foreach (var file in Directory.GetFiles(store.QueueDirectory))
            File.Copy(file, Path.Join(copy.QueueDirectory, Path.GetFileName(file)));
        foreach (var name in new[] { "checkpoint", "abort" })
            File.Copy(Path.Join(store.Path, name), Path.Join(copy.Path, name), overwrite: true);
    }

    private static string Segment(StoreFixture store, long baseOffset) => Path.Join(store.QueueDirectory, $"{baseOffset:D20}.log");

    private static void Flip(string path, int at, int bit)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= (byte)(1 << bit);
        File.WriteAllBytes(path, bytes);
    }
}
