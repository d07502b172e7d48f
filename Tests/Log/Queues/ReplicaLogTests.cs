using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Queues;

public sealed class ReplicaLogTests
{
    private static readonly EpochPromise Leader = new(5, "a");

    [Fact]
    public async Task A_replica_takes_over_the_same_bytes_at_the_same_offsets_with_producers_and_epochs()
    {
        await using var leader = new StoreFixture();
        await using var follower = new StoreFixture();
        var (from, to) = (leader.OpenQueue(), Following(follower));
        from.Append(Batches.From(1, 0, 0, "a", "b"), 2);
        from.Append(Batches.From(1, 0, 2, "c"), 5);
        var chunk = from.Read(0, 1024 * 1024, long.MaxValue).Batches;

        var outcome = to.AppendReplica(chunk.Span, Leader, from.Epochs);
        Assert.Equal((AppendStatus.Appended, 3L), (outcome.Status, outcome.EndOffset));
        Assert.True(chunk.Span.SequenceEqual(to.Read(0, 1024 * 1024, long.MaxValue).Batches.Span));
        Assert.Equal(2, to.FindProducer(1)!.LastSequence);
        Assert.Equal(from.Epochs, to.Epochs);
        to = await follower.Reopen();
        Assert.Equal(["0:a", "1:b", "2:c"], Batches.ReadAll(to));
        Assert.Equal(from.Epochs, to.Epochs);
        Assert.Equal(Leader, to.Promised);
    }

    [Fact]
    public async Task What_is_not_the_next_part_of_the_leaders_log_is_refused_and_changes_nothing()
    {
        await using var leader = new StoreFixture();
        await using var follower = new StoreFixture();
        var (from, to) = (leader.OpenQueue(), Following(follower));
        from.Append(Batches.Of("a"), 5);
        from.Append(Batches.Of("b"), 5);
        var first = from.Read(0, 1, long.MaxValue).Batches.ToArray();
        var second = from.Read(1, 1, long.MaxValue).Batches.ToArray();

        Assert.Equal(AppendStatus.Invalid, to.AppendReplica(second, Leader, from.Epochs).Status);
        Assert.Equal(AppendStatus.Invalid, to.AppendReplica(first.AsSpan()[..^1], Leader, from.Epochs).Status);
        Assert.Equal(AppendStatus.Invalid, to.AppendReplica(first, Leader, [new EpochStart(4, 0, Leader.LeaderId)]).Status);
        Assert.Equal(AppendStatus.StaleEpoch, to.AppendReplica(first, new EpochPromise(5, "b"), from.Epochs).Status);
        Assert.Equal(AppendStatus.StaleEpoch, to.AppendReplica(first, new EpochPromise(4, "a"), from.Epochs).Status);
        var flipped = first.ToArray();
        flipped[^1] ^= 1;
        Assert.Equal(AppendStatus.Invalid, to.AppendReplica(flipped, Leader, from.Epochs).Status);
        Assert.Equal(0, to.EndOffset);

        Assert.Equal(AppendStatus.Appended, to.AppendReplica(first, Leader, from.Epochs).Status);
        Assert.Equal(AppendStatus.Invalid, to.AppendReplica(first, Leader, from.Epochs).Status);
        Assert.Equal(["0:a"], Batches.ReadAll(to));
    }

    [Fact]
    public async Task Once_another_leader_is_promised_nothing_of_the_one_before_is_cut_accepted_or_emptied()
    {
        await using var store = new StoreFixture();
        var log = Following(store);
        log.Append(Batches.Of("a"), 5);
        Assert.True(log.TryPromise(new EpochPromise(6, "b")));
        Assert.False(log.TryTruncateTo(0, Leader));
        Assert.False(log.TryAccept(Leader, [new EpochStart(5, 0, Leader.LeaderId)]));
        Assert.False(log.TryResetTo(9, Leader));
        Assert.Equal(AppendStatus.StaleEpoch, log.Append(Batches.Of("b"), 5).Status);
        Assert.Equal(["0:a"], Batches.ReadAll(log));
    }

    [Fact]
    public async Task A_reset_log_is_empty_at_its_new_offset_keeps_its_promise_and_goes_on()
    {
        await using var store = new StoreFixture();
        var log = Following(store);
        for (var i = 0; i < 25; i++)
            log.Append(Batches.Sized(100_000, (byte)i), 5);
        store.Scheduler.RunAll();
        var view = log.Read(3, 1, long.MaxValue).Batches;

        Assert.True(log.TryResetTo(1000, Leader));
        Assert.Equal((1000L, 1000L, 1000L, 0), (log.StartOffset, log.EndOffset, log.DurableOffset, log.AcceptedEpoch));
        Assert.Equal(Leader, log.Promised);
        Assert.Equal(3, RecordBatchHeader.BaseOffset(view.Span));
        Assert.Equal(1000, log.Append(Batches.Of("new"), 5).BaseOffset);
        log = await store.Reopen();
        Assert.Equal(["1000:new"], Batches.ReadAll(log));
    }

    [Theory]
    [InlineData("epochs")]
    [InlineData("00000000000000000000.log")]
    public async Task A_reset_that_is_interrupted_is_finished_on_opening_and_keeps_the_promise(string survivor)
    {
        await using var store = new StoreFixture();
        var log = Following(store);
        for (var i = 0; i < 25; i++)
            log.Append(Batches.Sized(100_000, (byte)i), 5);
        store.Scheduler.RunAll();
        await store.Close();
        File.WriteAllBytes(Path.Join(store.QueueDirectory, "reset"), BitConverter.GetBytes(1000L));
        foreach (var file in Directory.EnumerateFiles(store.QueueDirectory, "*.log").Where(file => Path.GetFileName(file) != survivor))
            File.Delete(file);
        store.Open();
        log = store.OpenQueue();
        Assert.Equal((1000L, 1000L, false, Leader), (log.StartOffset, log.EndOffset, log.IsFailed, log.Promised));
        Assert.False(File.Exists(Path.Join(store.QueueDirectory, "reset")));
        log = await store.Reopen();
        Assert.Equal(1000, log.Append(Batches.Of("new"), 5).BaseOffset);
    }

    [Fact]
    public async Task A_damaged_replica_can_promise_and_be_emptied_and_is_sound_then()
    {
        await using var store = new StoreFixture();
        var log = Following(store);
        for (var i = 0; i < 5; i++)
            log.Append(Batches.Sized(1000, (byte)i), 5);
        await store.Close();
        await using (var file = File.OpenWrite(Path.Join(store.QueueDirectory, "00000000000000000000.log")))
        {
            file.Position = 1500;
            file.Write(new byte[2000]);
        }

        File.Delete(Path.Join(store.QueueDirectory, "00000000000000000000.index"));
        store.Open();
        log = store.OpenQueue();
        Assert.True(log.IsCorrupt);
        var next = new EpochPromise(6, "b");
        Assert.True(log.TryPromise(next));
        Assert.True(log.TryResetTo(0, next));
        Assert.False(log.IsCorrupt || log.IsFailed);
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.Of("again"), 6).Status);
    }

    private static QueueLog Following(StoreFixture store)
    {
        var log = store.OpenQueue();
        Assert.True(log.TryPromise(Leader));
        return log;
    }
}
