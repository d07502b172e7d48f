using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Log.Recovery;

/// <summary>
/// The same little life of a queue again and again, each time with another call to the file system failing once or from then
/// on. Invariants: only typed errors come out; what was acknowledged is there after a kill; nothing is reported as damaged.
/// </summary>
public sealed class FailingCallTests
{
    /// <summary>Each case tries every fourth call, and together they try every one.</summary>
    private const int Stride = 4;

    private static readonly QueueLogOptions Options = new() { Flush = FlushMode.Sync, RetentionBytes = 2_000_000 };

    [Theory]
    [InlineData(FaultyLogFiles.NoSpace, false, 1)]
    [InlineData(FaultyLogFiles.NoSpace, true, 2)]
    [InlineData(FaultyLogFiles.IoError, false, 3)]
    [InlineData(FaultyLogFiles.IoError, true, 4)]
    public async Task Whichever_call_fails_nothing_acknowledged_is_lost(int errno, bool forGood, int first)
    {
        using var healthy = new MemoryLogFiles();
        var counting = new FaultyLogFiles(healthy);
        Assert.Equal((15L, 15L), await Live(counting));
        var calls = counting.Calls;
        Assert.True(calls > 150);
        for (var failing = first; failing <= calls; failing += Stride)
        {
            using var memory = new MemoryLogFiles();
            var count = 0;
            var number = failing;
            var files = new FaultyLogFiles(memory) { Fault = (_, _) => ++count == number || (forGood && count > number) ? errno : 0 };
            try
            {
                var acknowledged = await Live(files);
                Check(memory, acknowledged);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"Call {failing} failing with {errno} (for good: {forGood}) breaks it.", error);
            }
        }
    }

    /// <summary>The end of what was acknowledged as durable, and of what was appended.</summary>
    private static async Task<(long Durable, long End)> Live(FaultyLogFiles files)
    {
        var time = new FakeTimeProvider();
        var scheduler = new ManualScheduler();
        var (durable, end) = (0L, 0L);
        try
        {
            var store = LogStore.Open(StoreOptions(), new LogEnvironment { Files = files, Time = time, Scheduler = scheduler });
            var log = store.OpenQueue("t", 0, Options);
            for (var i = 0; i < 15; i++)
            {
                var outcome = log.Append(Batches.Sized(300_000, (byte)end), i / 5);
                if (outcome.Status == AppendStatus.Appended)
                {
                    end = outcome.EndOffset;
                    var wait = log.WaitDurable(outcome.EndOffset, default).AsTask();
                    scheduler.RunAll();
                    if (wait.IsCompletedSuccessfully)
                        durable = outcome.EndOffset;
                    Assert.True(wait.IsCompleted, "nobody waits for ever");
                }

                Assert.True(outcome.Status is AppendStatus.Appended or AppendStatus.DiskFull or AppendStatus.Failed, outcome.ToString());
                time.Advance(TimeSpan.FromSeconds(2));
                scheduler.RunAll();
            }

            store.CloseQueue("t", 0);
            scheduler.RunAll();
            log = store.OpenQueue("t", 0, Options);
            Assert.False(log.IsCorrupt, log.Failure?.Message);
            var closing = store.DisposeAsync().AsTask();
            scheduler.RunAll();
            await closing;
        }
        catch (Exception error) when (error is LogException or LogFileException)
        {
            scheduler.RunAll();
        }

        return (durable, end);
    }

    private static void Check(MemoryLogFiles memory, (long Durable, long End) acknowledged)
    {
        using var files = memory.Kill();
        var store = LogStore.Open(StoreOptions(), new LogEnvironment { Files = files, Time = new FakeTimeProvider(), Scheduler = new ManualScheduler() });
        var log = store.OpenQueue("t", 0, Options);
        Assert.False(log.IsCorrupt, log.Failure?.Message);
        Assert.InRange(log.EndOffset, acknowledged.End, acknowledged.End);
        Assert.True(log.EndOffset >= acknowledged.Durable);
        for (var offset = log.StartOffset; offset < log.EndOffset; offset++)
            Assert.Equal((byte)offset, log.Read(offset, 1, long.MaxValue).Batches.Span[^1]);
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.Of("next"), log.Promised.Epoch).Status);
    }

    private static LogStoreOptions StoreOptions() => new() { Path = "/data", SegmentBytes = 1024 * 1024, PreallocateBytes = 256 * 1024 };
}
