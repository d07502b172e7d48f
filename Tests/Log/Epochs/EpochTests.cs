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
        Assert.Equal([(2, 0L), (5, 2L)], log.Epochs);

        await using (var killed = store.AfterKill())
            Assert.Equal([(2, 0L), (5, 2L)], killed.OpenQueue().Epochs);
        log = await store.Reopen();
        Assert.Equal([(2, 0L), (5, 2L)], log.Epochs);
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
        Assert.Equal([(7, 1L)], log.Epochs);
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
        Assert.Equal(0, log.LastEpoch);
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
        Assert.Equal([(1, 0L), (3, 1L), (4, 3L)], store.OpenQueue().Epochs);
    }

    [Fact]
    public void An_epoch_without_batches_is_replaced_and_a_cut_keeps_the_promise()
    {
        var epochs = EpochHistory.Empty.Begin(1, 0).Begin(2, 10).Begin(3, 10).Begin(4, 20);
        Assert.Equal([(1, 0L), (3, 10L), (4, 20L)], epochs.Entries);
        Assert.Equal([(1, 0L), (4, 5L)], epochs.CutTo(5).Entries);
        Assert.Same(epochs, epochs.CutTo(20));
        Assert.Equal([(3, 10L), (4, 20L)], epochs.DropBefore(15).Entries);
    }
}
