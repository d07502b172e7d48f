namespace OrleansRocket.Tests.Log.Queues;

public sealed class TruncateTests
{
    [Theory]
    [InlineData(35, 35)]
    [InlineData(34, 34)]
    [InlineData(30, 30)]
    [InlineData(15, 15)]
    [InlineData(0, 0)]
    public async Task What_was_cut_is_gone_for_good_and_the_log_goes_on(long offset, long end)
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 35; i++)
            log.Append(Batches.Sized(100_000, (byte)i, 1, i), 0);
        store.Scheduler.RunAll();

        log.TruncateTo(offset);
        Assert.Equal(end, log.EndOffset);
        Assert.Equal(end, Batches.ReadAll(log).Count);
        await using (var killed = store.AfterKill())
        {
            var recovered = killed.OpenQueue();
            Assert.False(recovered.IsCorrupt);
            Assert.Equal(end, recovered.EndOffset);
        }

        Assert.Equal(end == 0 ? null : (int)end - 1, log.FindProducer(1)?.LastSequence);
        Assert.Equal(end, log.Append(Batches.Sized(100_000, 99, 1, (int)end), 0).BaseOffset);
        log = await store.Reopen();
        Assert.Equal(end + 1, Batches.ReadAll(log).Count);
        Assert.Equal(99, log.Read(end, 1, long.MaxValue).Batches.Span[^1]);
    }

    [Fact]
    public async Task A_batch_that_holds_the_offset_goes_as_a_whole()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a", "b"), 0);
        log.Append(Batches.Of("c", "d", "e"), 3);
        log.TruncateTo(3);
        Assert.Equal(2, log.EndOffset);
        Assert.Equal((3, 2L), (log.Epochs.Single().Epoch, log.Epochs.Single().StartOffset));
        Assert.Equal(["0:a", "1:b"], Batches.ReadAll(log));
    }

    [Fact]
    public async Task An_offset_outside_the_log_is_refused()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.TruncateTo(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.TruncateTo(-1));
    }
}
