using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Log.Flush;

/// <summary>Rounds: many dirty queues made durable by one flush of the file system.</summary>
public sealed class FlushTogetherTests : IDisposable
{
    private const int Queues = 20;
    private readonly MemoryLogFiles _memory = new();
    private readonly Dictionary<string, int> _calls = [];
    private readonly FaultyLogFiles _files;
    private Action? _duringSync;
    private int _syncError;

    public FlushTogetherTests() => _files = new FaultyLogFiles(_memory) { Fault = Meet };

    public void Dispose() => _memory.Dispose();

    [Fact]
    public async Task Many_dirty_queues_share_one_flush_of_the_file_system_and_few_are_flushed_one_by_one()
    {
        await using var store = Fixture();
        var logs = Open(store);
        AppendTo(logs);
        Pass(store);
        Assert.Equal((1, 0), (Calls("syncfs"), Calls("msync")));
        Assert.All(logs, log => Assert.Equal(1, log.DurableOffset));
        Assert.Equal(Queues, store.Store.Flushes);

        AppendTo(logs[..9]);
        Pass(store);
        Assert.Equal((1, 9), (Calls("syncfs"), Calls("msync")));
        Assert.All(logs[..9], log => Assert.Equal(2, log.DurableOffset));
    }

    [Fact]
    public async Task The_slots_of_a_round_are_written_together_and_say_what_is_durable()
    {
        await using var store = Fixture();
        var logs = Open(store);
        AppendTo(logs);
        var before = Calls("pwrite checkpoint");
        Pass(store);
        Assert.Equal(1, Calls("pwrite checkpoint") - before);

        using var crashed = _memory.Crash(seed: 1);
        await using var after = new StoreFixture(crashed, options => options with { Path = store.Path });
        Assert.All(Open(after), log => Assert.Equal((1, 1), (log.EndOffset, log.DurableOffset)));
        Assert.Equal(0, after.Store.Recovery.BatchesVerified);
    }

    [Fact]
    public async Task A_failed_round_stops_all_of_its_queues_for_good_and_no_other()
    {
        await using var store = Fixture();
        var logs = Open(store);
        AppendTo(logs[..^1]);
        _syncError = FaultyLogFiles.IoError;
        var wait = logs[0].Flush(default).AsTask();
        _duringSync = () => logs[^1].Append(Batches.Of("b"), 0);
        store.Time.Advance(store.Options.FlushInterval);
        store.Scheduler.RunAll();
        await wait;
        _syncError = 0;

        Assert.Equal(1, Calls("syncfs"));
        Assert.All(logs[1..^1], log => Assert.True(log.IsFailed && log.DurableOffset == 0));
        Assert.All(logs[1..^1], log => Assert.Equal(AppendStatus.Failed, log.Append(Batches.Of("c"), 0).Status));
        await Assert.ThrowsAsync<FlushFailedException>(async () => await logs[1].Flush(default));
        Assert.False(logs[^1].IsFailed);

        // The file system tells of a failure once: whoever was appended to meanwhile has to ask the file itself.
        var msyncs = Calls("msync");
        Pass(store);
        Assert.Equal((1, 1), (logs[^1].DurableOffset, Calls("msync") - msyncs));
        Assert.Equal(1, Calls("syncfs"));
        Assert.All(logs[1..^1], log => Assert.Equal(0, log.DurableOffset));
    }

    [Fact]
    public async Task A_queue_whose_own_flush_fails_ends_the_rounds_before_they_stop_the_others()
    {
        await using var store = Fixture();
        var logs = Open(store);
        AppendTo(logs);
        _files.Fault = (call, path) => call == "msync" && path.Contains("/0/", StringComparison.Ordinal) ? FaultyLogFiles.IoError : Meet(call, path);
        var wait = logs[0].Flush(default).AsTask();
        store.Scheduler.RunAll();
        await Assert.ThrowsAsync<FlushFailedException>(() => wait);
        Pass(store);

        Assert.Equal(0, Calls("syncfs"));
        Assert.All(logs[1..], log => Assert.Equal((1, false), (log.DurableOffset, log.IsFailed)));
    }

    [Fact]
    public async Task What_is_appended_during_a_round_is_durable_after_the_next_one()
    {
        await using var store = Fixture();
        var logs = Open(store);
        AppendTo(logs);
        _duringSync = () => AppendTo(logs);
        Pass(store);
        Assert.All(logs, log => Assert.Equal((1, 2), (log.DurableOffset, log.EndOffset)));
        Pass(store);
        Assert.All(logs, log => Assert.Equal(2, log.DurableOffset));
    }

    [Fact]
    public async Task A_log_that_is_cut_during_a_round_is_not_called_durable_by_it()
    {
        await using var store = Fixture();
        var logs = Open(store);
        AppendTo(logs);
        AppendTo(logs);
        _duringSync = () =>
        {
            logs[3].TruncateTo(1);
            logs[3].Append(Batches.Of("other"), 0);
        };
        store.Time.Advance(store.Options.FlushInterval);
        store.Scheduler.RunAll();
        Assert.Equal((2, 2), (logs[2].DurableOffset, logs[3].EndOffset));
        Assert.True(logs[3].DurableOffset <= 1, $"durable: {logs[3].DurableOffset}");

        Pass(store);
        Assert.Equal(2, logs[3].DurableOffset);
        using var crashed = _memory.Crash(seed: 1);
        await using var after = new StoreFixture(crashed, options => options with { Path = store.Path });
        Assert.Equal(["0:a", "1:other"], Batches.ReadAll(after.OpenQueue(queue: 3)));
    }

    [Fact]
    public async Task A_queue_that_is_deleted_during_a_round_leaves_nothing_behind()
    {
        await using var store = Fixture();
        var logs = Open(store);
        AppendTo(logs);
        _duringSync = () =>
        {
            store.Store.DeleteQueue(StoreFixture.Topic, 3);
            store.Store.CloseQueue(StoreFixture.Topic, 4);
        };
        Pass(store);

        var (made, closed) = (store.OpenQueue(queue: 3), store.OpenQueue(queue: 4));
        Assert.Equal((false, 0), (made.IsCorrupt, made.EndOffset));
        Assert.Equal((false, 1), (closed.IsCorrupt, closed.DurableOffset));
    }

    [Fact]
    public async Task Without_a_reliable_flush_of_the_file_system_every_queue_is_flushed_by_itself()
    {
        using var memory = new MemoryLogFiles();
        await using var store = Fixture(new FaultyLogFiles(memory) { HasNoFileSystem = true, Fault = Meet });
        var logs = Open(store);
        AppendTo(logs);
        Pass(store);
        Assert.Equal((0, Queues), (Calls("syncfs"), Calls("msync")));
        Assert.All(logs, log => Assert.Equal(1, log.DurableOffset));
    }

    private static StoreFixture Fixture(FaultyLogFiles files) => new(files, options => options with { FlushTogetherQueues = 10 });

    private static QueueLog[] Open(StoreFixture store) => [.. Enumerable.Range(0, Queues).Select(queue => store.OpenQueue(queue: queue))];

    private static void AppendTo(QueueLog[] logs) => Assert.All(logs, log => Assert.Equal(AppendStatus.Appended, log.Append(Batches.Of("a"), 0).Status));

    private static void Pass(StoreFixture store)
    {
        store.Time.Advance(store.Options.FlushInterval);
        store.Scheduler.RunAll();
    }

    private StoreFixture Fixture() => Fixture(_files);

    private int Calls(string call) => _calls.GetValueOrDefault(call);

    private int Meet(string call, string path)
    {
        var name = call == "pwrite" ? $"{call} {Path.GetFileName(path)}" : call;
        _calls[name] = Calls(name) + 1;
        if (call != "syncfs")
            return 0;
        var meanwhile = _duringSync;
        _duringSync = null;
        meanwhile?.Invoke();
        return _syncError;
    }
}
