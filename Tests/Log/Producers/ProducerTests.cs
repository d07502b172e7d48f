using OrleansRocket.Log.Producers;
using OrleansRocket.Log.Queues;

namespace OrleansRocket.Tests.Log.Producers;

public sealed class ProducerTests
{
    [Fact]
    public async Task Each_of_the_last_five_batches_is_recognized_when_it_comes_again()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 7; i++)
            Assert.Equal(AppendStatus.Appended, log.Append(Batches.From(9, 0, i * 2, "a", "b"), 0).Status);

        for (var i = 2; i < 7; i++)
        {
            var again = log.Append(Batches.From(9, 0, i * 2, "a", "b"), 0);
            Assert.Equal((AppendStatus.Duplicate, i * 2L, i * 2L + 2), (again.Status, again.BaseOffset, again.EndOffset));
            Assert.Equal(StoreFixture.Start.ToUnixTimeMilliseconds(), again.StoreTimestampMs);
        }

        var tooOld = log.Append(Batches.From(9, 0, 2, "a", "b"), 0);
        Assert.Equal(AppendStatus.OutOfOrderSequence, tooOld.Status);
        Assert.Contains("0000000000000009", tooOld.Detail, StringComparison.Ordinal);
        Assert.Equal(14, log.EndOffset);
    }

    [Fact]
    public async Task A_gap_in_the_sequence_is_refused_and_an_unknown_producer_may_begin_anywhere()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.From(9, 0, 100, "a"), 0).Status);
        Assert.Equal(AppendStatus.OutOfOrderSequence, log.Append(Batches.From(9, 0, 102, "c"), 0).Status);
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.From(9, 0, 101, "b"), 0).Status);
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.From(8, 0, 55, "x"), 0).Status);
    }

    [Fact]
    public async Task A_later_epoch_begins_at_zero_and_fences_the_earlier_one()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.From(9, 1, 0, "a"), 0);
        Assert.Equal(AppendStatus.OutOfOrderSequence, log.Append(Batches.From(9, 2, 1, "b"), 0).Status);
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.From(9, 2, 0, "b"), 0).Status);
        Assert.Equal(AppendStatus.ProducerFenced, log.Append(Batches.From(9, 1, 1, "c"), 0).Status);
    }

    [Fact]
    public async Task Sequences_wrap_to_zero()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.From(9, 0, int.MaxValue - 1, "a", "b"), 0);
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.From(9, 0, 0, "c"), 0).Status);
        Assert.Equal(0, log.FindProducer(9)!.LastSequence);
    }

    [Fact]
    public async Task Batches_without_a_producer_are_not_remembered()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        var batch = Batches.Of("a");
        log.Append(batch, 0);
        Assert.Equal(AppendStatus.Appended, log.Append(batch, 0).Status);
        Assert.Null(log.FindProducer(0));
    }

    [Theory]
    [InlineData("reopened in order", false)]
    [InlineData("killed", false)]
    [InlineData("killed", true)]
    public async Task The_table_is_the_same_after_recovery_with_and_without_its_snapshots(string how, bool withoutSnapshots)
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        var random = new Random(5);
        var next = new int[10];
        for (var i = 0; i < 400; i++)
        {
            var producer = random.Next(10);
            log.Append(Batches.Sized(9000, 1, producer + 1, next[producer]++), 0);
            if (i % 50 == 0)
                store.Scheduler.RunAll();
        }

        store.Scheduler.RunAll();
        store.Time.Advance(TimeSpan.FromSeconds(1));
        store.Scheduler.RunAll();
        Assert.NotEmpty(Directory.GetFiles(store.QueueDirectory, "*.producers"));
        var before = Describe(log);
        if (how == "killed")
        {
            await using var killed = store.AfterKill(path => !withoutSnapshots || !path.EndsWith(".producers", StringComparison.Ordinal));
            Assert.Equal(before, Describe(killed.OpenQueue()));
        }
        else
        {
            Assert.Equal(before, Describe(await store.Reopen()));
        }
    }

    [Fact]
    public async Task A_producer_is_forgotten_with_the_last_of_its_batches()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue(new QueueLogOptions { RetentionBytes = 1 });
        log.Append(Batches.From(9, 0, 0, "a"), 0);
        for (var i = 0; i < 25; i++)
            log.Append(Batches.Sized(100_000), 0);
        store.Scheduler.RunAll();
        for (var i = 0; i < 10; i++)
            log.Append(Batches.Sized(100_000), 0);
        Assert.True(log.StartOffset > 0);
        Assert.Null(log.FindProducer(9));
    }

    [Fact]
    public void A_damaged_table_is_refused_and_a_sound_one_loads()
    {
        var table = new ProducerTable();
        var batch = Batches.From(5, 2, 7, "a", "b");
        table.Record(batch);
        var bytes = table.ToBytes();
        var loaded = new ProducerTable();
        Assert.True(loaded.TryLoad(bytes));
        Assert.Equal((2, 8), (loaded.Find(5)!.Epoch, loaded.Find(5)!.LastSequence));
        Assert.False(loaded.TryLoad(bytes.AsSpan(0, bytes.Length - 1)));
        Assert.False(loaded.TryLoad([.. bytes, .. bytes]));
    }

    private static List<string> Describe(QueueLog log) =>
        [.. Enumerable.Range(1, 10).Select(id => log.FindProducer(id)).Select(state => $"{state!.ProducerId} {state.Epoch} {state.LastSequence}: {string.Join(' ', state.Batches)}")];
}
