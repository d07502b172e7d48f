using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Verify;

namespace OrleansRocket.Tests.Log.Verify;

public sealed class VerifierTests
{
    [Fact]
    public async Task A_sound_store_is_counted_and_has_no_problems()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Sized(100_000), 0);
        store.OpenQueue(queue: 1).Append(Batches.Of("a", "b"), 0);
        await store.Close();

        using var verifier = new LogVerifier(store.Path);
        var report = verifier.Verify();
        Assert.True(report.IsSound);
        Assert.True(report.CleanStop);
        Assert.Equal(store.Options.StoreName, report.StoreName);
        Assert.Equal(2, report.Queues.Count);
        var first = report.Queues[0];
        Assert.Equal(("orders", 0, 4, 35L, 35L), (first.Topic, first.Queue, first.Segments, first.Batches, first.Records));
        Assert.Equal((0L, 35L, 35L, 0L), (first.FirstOffset, first.EndOffset, first.DurableOffset, first.TornBytes));
        Assert.Equal((1L, 2L, 2L), (report.Queues[1].Batches, report.Queues[1].Records, report.Queues[1].EndOffset));
    }

    [Fact]
    public async Task A_torn_tail_is_counted_but_is_no_problem()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        var end = (int)log.SizeInBytes;
        log.Append(Batches.Of("b"), 0);
        await using var copy = store.CopyClosed();
        var path = Path.Join(copy.QueueDirectory, "00000000000000000000.log");
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(end + 100).Clear();
        File.WriteAllBytes(path, bytes);

        using var verifier = new LogVerifier(copy.Path);
        var report = verifier.Verify();
        Assert.True(report.IsSound);
        Assert.False(report.CleanStop);
        Assert.InRange(report.Queues[0].TornBytes, 1, 100);
        Assert.Equal(1, report.Queues[0].EndOffset);
    }

    [Theory]
    [InlineData("00000000000000000010.log", "ends at offset 10")]
    [InlineData("00000000000000000000.log", "offset 0 is missing")]
    [InlineData("00000000000000000030.log", "had been flushed")]
    public async Task A_missing_segment_is_a_problem(string name, string problem)
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Sized(100_000), 0);
        await store.Close();
        File.Delete(Path.Join(store.QueueDirectory, name));
        using var verifier = new LogVerifier(store.Path);
        Assert.Contains(problem, verifier.Verify().Queues[0].Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_flipped_body_bit_is_found()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 5; i++)
            log.Append(Batches.Sized(1000), 0);
        var length = (int)log.SizeInBytes;
        await store.Close();
        var path = Path.Join(store.QueueDirectory, "00000000000000000000.log");
        using var verifier = new LogVerifier(store.Path);
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var (at, bit) = (random.Next(length), random.Next(8));
            Flip(path, at, bit);
            Assert.False(verifier.Verify().IsSound, $"byte {at}, bit {bit}");
            Flip(path, at, bit);
        }

        Assert.True(verifier.Verify().IsSound);
    }

    [Fact]
    public async Task The_batches_of_a_queue_are_dumped_in_order()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 15; i++)
            log.Append(Batches.Sized(100_000), 0);
        await store.Close();
        using var verifier = new LogVerifier(store.Path);
        var offsets = new List<long>();
        foreach (var batch in verifier.Batches("orders", 0))
        {
            Assert.Equal(BatchCheck.Ok, batch.Check);
            offsets.Add(RecordBatchHeader.BaseOffset(batch.Bytes.Span));
        }

        Assert.Equal(Enumerable.Range(0, 15).Select(i => (long)i), offsets);
        Assert.Throws<StoreFormatException>(() => verifier.Batches("orders", 9).ToList());
    }

    [Fact]
    public async Task A_store_in_use_is_refused_unless_forced_and_a_foreign_directory_always()
    {
        await using var store = new StoreFixture();
        store.OpenQueue().Append(Batches.Of("a"), 0);
        Assert.Throws<StoreLockedException>(() => new LogVerifier(store.Path));
        using (var forced = new LogVerifier(store.Path, force: true))
            Assert.Equal(1, forced.Verify().Queues[0].EndOffset);
        Assert.Throws<StoreFormatException>(() => new LogVerifier(Path.GetTempPath()));
        Assert.Throws<StoreFormatException>(() => new LogVerifier("/does/not/exist"));
    }

    [Fact]
    public async Task Gaps_of_a_compacted_queue_are_no_problem()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(new QueueLogOptions { Compacted = true });
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Keyed("key", new string('x', 100_000)), 0);
        log.Compact();
        await store.Close();
        using var verifier = new LogVerifier(store.Path);
        var queue = verifier.Verify().Queues[0];
        Assert.Empty(queue.Problems);
        Assert.Equal(35, queue.EndOffset);
    }

    private static void Flip(string path, int at, int bit)
    {
        using var file = File.Open(path, FileMode.Open);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ (1 << bit)));
    }
}
