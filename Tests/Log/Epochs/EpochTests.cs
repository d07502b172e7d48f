using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Queues;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Log.Epochs;

public sealed class EpochTests
{
    [Fact]
    public async Task Epochs_and_where_they_begin_survive_and_a_lower_one_is_refused()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.BeginEpoch(2);
        log.Append(Batches.Of("a", "b"), 2);
        log.BeginEpoch(5);
        log.BeginEpoch(5);
        log.Append(Batches.Of("c"), 5);
        Assert.Equal(["2:0", "5:2"], Text(log.Epochs));

        await using (var killed = store.AfterKill())
            Assert.Equal(["2:0", "5:2"], Text(killed.OpenQueue().Epochs));
        log = await store.Reopen();
        Assert.Equal(["2:0", "5:2"], Text(log.Epochs));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.BeginEpoch(4));
        var stale = log.Append(Batches.Of("d"), 4);
        Assert.Equal(AppendStatus.StaleEpoch, stale.Status);
        Assert.Equal(3, log.EndOffset);
    }

    [Fact]
    public async Task An_append_of_a_higher_epoch_begins_it()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        log.Append(Batches.Of("b"), 7);
        Assert.Equal(["7:1"], Text(log.Epochs));
        Assert.True(File.Exists(Path.Join(store.QueueDirectory, "epochs")));
    }

    [Fact]
    public async Task An_epoch_that_could_not_be_written_has_not_begun()
    {
        var error = 0;
        var files = new FaultyLogFiles(new LinuxLogFiles()) { Fault = (call, path) => call == "fdatasync" && path.Contains("epochs", StringComparison.Ordinal) ? error : 0 };
        await using var store = new StoreFixture(files);
        var log = store.OpenQueue();
        error = FaultyLogFiles.NoSpace;
        Assert.Throws<FlushFailedException>(() => log.BeginEpoch(3));
        Assert.Equal(0, log.Promised.Epoch);
        Assert.False(log.IsFailed);
        error = FaultyLogFiles.IoError;
        Assert.Throws<FlushFailedException>(() => log.BeginEpoch(3));
        Assert.True(log.IsFailed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_or_damaged_epochs_file_is_rebuilt_from_the_log(bool lost)
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 1);
        log.Append(Batches.Of("b", "c"), 3);
        log.Append(Batches.Of("d"), 4);
        await store.Close();
        var path = Path.Join(store.QueueDirectory, "epochs");
        if (lost)
            File.Delete(path);
        else
            File.WriteAllBytes(path, [1, 2, 3]);
        store.Open();
        Assert.Equal(["1:0", "3:1", "4:3"], Text(store.OpenQueue().Epochs));
    }

    [Fact]
    public void An_epoch_without_batches_is_replaced_and_a_cut_keeps_the_promise()
    {
        var epochs = EpochHistory.Empty.Promise(new EpochPromise(4, "a")).Accept(new(1, 0, 7)).Accept(new(2, 10, 7)).Accept(new(3, 10, 7)).Accept(new(4, 20, 7));
        Assert.Equal(["1:0", "3:10", "4:20"], Text(epochs.Starts));
        Assert.Equal(["1:0"], Text(epochs.CutTo(5).Starts));
        Assert.Equal((new EpochPromise(4, "a"), 1), (epochs.CutTo(5).Promised, epochs.CutTo(5).Accepted));
        Assert.Same(epochs, epochs.CutTo(20));
        Assert.Equal(["3:10", "4:20"], Text(epochs.DropBefore(15).Starts));
    }

    [Fact]
    public async Task A_promise_survives_and_excludes_earlier_epochs_and_other_leaders()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        Assert.True(log.TryPromise(new EpochPromise(3, "a")));
        Assert.True(log.TryPromise(new EpochPromise(3, "a")));
        Assert.False(log.TryPromise(new EpochPromise(3, "b")));
        Assert.False(log.TryPromise(new EpochPromise(2, "a")));
        Assert.Equal((new EpochPromise(3, "a"), 0), (log.Promised, log.AcceptedEpoch));
        Assert.Equal(AppendStatus.StaleEpoch, log.Append(Batches.Of("x"), 2).Status);

        await using (var killed = store.AfterKill())
            Assert.Equal(new EpochPromise(3, "a"), killed.OpenQueue().Promised);
        log = await store.Reopen();
        Assert.False(log.TryPromise(new EpochPromise(3, "b")));
        Assert.True(log.TryPromise(new EpochPromise(4, "b")));
    }

    [Fact]
    public async Task No_two_claims_get_the_same_epoch()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        Assert.Equal([1, 2, 7, 8], [log.ClaimEpoch(0, "a"), log.ClaimEpoch(0, "a"), log.ClaimEpoch(7, "a"), log.ClaimEpoch(3, "b")]);
        Assert.Equal(new EpochPromise(8, "b"), log.Promised);
    }

    [Fact]
    public async Task The_same_number_of_another_leader_is_another_epoch()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        Assert.True(log.TryPromise(new EpochPromise(3, "a")));
        log.BeginEpoch(3);
        Assert.True(log.HasAccepted(new EpochPromise(3, "a")));
        Assert.False(log.HasAccepted(new EpochPromise(3, "b")));
        log = await store.Reopen();
        Assert.True(log.HasAccepted(new EpochPromise(3, "a")));
    }

    private static IEnumerable<string> Text(IReadOnlyList<EpochStart> starts) => starts.Select(start => $"{start.Epoch}:{start.StartOffset}");
}
