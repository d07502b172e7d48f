using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Log.Recovery;

/// <summary>
/// A machine that loses power at a random moment of a random history, on a file system in memory that keeps a random part of
/// what was not synced. Invariants: what was reported durable is there with the same bytes; what is there is a prefix of what
/// was appended; the queue accepts appends again.
/// </summary>
public sealed class PowerLossTests
{
    [Theory]
    [InlineData(true, 50)]
    [InlineData(false, 20)]
    public async Task Nothing_that_was_reported_durable_is_lost_in_many_failures(bool machine, int seeds)
    {
        for (var seed = 1; seed <= seeds; seed++)
        {
            try
            {
                await Run(seed, machine);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed} fails; replay with Run({seed}, {machine}).", error);
            }
        }
    }

    private static async Task Run(int seed, bool machine)
    {
        var random = new Random(seed);
        var files = new MemoryLogFiles();
        var written = new List<byte>();
        var alive = new List<MemoryLogFiles> { files };
        for (var life = 0; life < 3; life++)
        {
            var time = new FakeTimeProvider();
            var scheduler = new ManualScheduler();
            var store = LogStore.Open(
                new LogStoreOptions { Path = "/data", SegmentBytes = 1024 * 1024, IndexIntervalBytes = 4096, FlushTogetherQueues = seed % 2 == 0 ? 1 : 64 },
                new LogEnvironment { Files = files, Time = time, Scheduler = scheduler });
            var mode = random.Next(2) == 0 ? FlushMode.Sync : FlushMode.Async;
            var log = store.OpenQueue("t", 0, new QueueLogOptions { Flush = mode });
            Assert.False(log.IsCorrupt, log.Failure?.Message);
            CheckPrefix(log, written);
            written.RemoveRange((int)log.EndOffset, written.Count - (int)log.EndOffset);
            Live(random, log, time, scheduler, written);
            var durable = log.DurableOffset;
            var end = log.EndOffset;
            files = machine ? files.Crash(random.Next()) : files.Kill();
            alive.Add(files);
            var survivors = Survivors(files, out files);
            alive.Add(files);
            Assert.InRange(survivors, durable, end);
            if (!machine)
                Assert.Equal(end, survivors);
            var closing = store.DisposeAsync();
            scheduler.RunAll();
            await closing;
        }

        foreach (var file in alive)
            file.Dispose();
    }

    private static void Live(Random random, QueueLog log, FakeTimeProvider time, ManualScheduler scheduler, List<byte> written)
    {
        for (var step = random.Next(60); step > 0; step--)
        {
            var fill = (byte)random.Next(256);
            var outcome = log.Append(Batches.Sized(random.Next(1, 60_000), fill), random.Next(20) == 0 ? log.Promised.Epoch + 1 : log.Promised.Epoch);
            Assert.Equal(AppendStatus.Appended, outcome.Status);
            written.Add(fill);
            if (random.Next(4) == 0)
                _ = log.WaitDurable(outcome.EndOffset, default).AsTask();
            if (random.Next(3) == 0)
                time.Advance(TimeSpan.FromMilliseconds(random.Next(700)));
            if (random.Next(2) == 0)
                scheduler.RunAll();
        }
    }

    /// <summary>How many records a recovery finds; on a copy, so that the recovery that counts starts from the crash as well.</summary>
    private static long Survivors(MemoryLogFiles crashed, out MemoryLogFiles copy)
    {
        copy = crashed.Kill();
        var scheduler = new ManualScheduler();
        var store = LogStore.Open(
            new LogStoreOptions { Path = "/data", SegmentBytes = 1024 * 1024, IndexIntervalBytes = 4096 },
            new LogEnvironment { Files = crashed, Time = new FakeTimeProvider(), Scheduler = scheduler });
        return store.OpenQueue("t", 0, new QueueLogOptions()).EndOffset;
    }

    private static void CheckPrefix(QueueLog log, List<byte> written)
    {
        Assert.True(log.EndOffset <= written.Count);
        for (var offset = 0L; offset < log.EndOffset; offset++)
        {
            var read = log.Read(offset, 1, long.MaxValue);
            Assert.Equal((ReadStatus.Found, written[(int)offset]), (read.Status, read.Batches.Span[^1]));
        }
    }
}
