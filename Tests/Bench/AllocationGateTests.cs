using OrleansRocket.Bench;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Processes;
using OrleansRocket.Bench.Storage;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Bench;

/// <summary>
/// What the broker allocates for a message of 1 KB in batches of 100: at most 64 bytes. Times depend on the machine and are
/// reported; allocations do not, and are gated.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class AllocationGateTests
{
    private const int Messages = 100;
    private const int Batches = 200;
    private const double MaxBytesForMessage = 64;

    private static readonly BenchOptions Options = new() { SegmentBytes = 4 * 1024 * 1024 };

    [Fact]
    public async Task The_log_appends_with_at_most_64_bytes_a_message()
    {
        using var directory = new WorkDirectory(parent: null);
        await using var log = new BenchLog(directory.Next("log"), Options);
        var batch = new ProducedBatch(Messages, messageBytes: 1024);
        AssertFrugal(() =>
        {
            for (var i = 0; i < Batches; i++)
                log.Append(batch);
        });
    }

    [Fact]
    public async Task The_log_reads_with_at_most_64_bytes_a_message()
    {
        using var directory = new WorkDirectory(parent: null);
        await using var log = new BenchLog(directory.Next("log"), Options);
        var batch = new ProducedBatch(Messages, messageBytes: 1024);
        for (var i = 0; i < Batches; i++)
            log.Append(batch);
        AssertFrugal(() =>
        {
            var read = 0;
            for (var offset = log.Queue.StartOffset; offset < log.Queue.EndOffset;)
            {
                var found = log.Queue.Read(offset, 128 * 1024, log.Queue.EndOffset);
                read += Count(found.Batches);
                offset = found.NextOffset;
            }

            Assert.Equal(Batches * Messages, read);
        });
    }

    /// <summary>From the caller in the silo to the log and back: the call is counted in.</summary>
    [Fact]
    public async Task The_queue_grain_appends_and_reads_with_at_most_64_bytes_a_message()
    {
        using var run = new BenchRun(Options, _ => { }, Programs.OfMachine());
        await using var broker = await InProcessHost.Start(run, TestContext.Current.CancellationToken);
        await broker.Client.Topics.CreateAsync(new TopicConfig { Topic = "frugal", Queues = 1 });
        var grain = broker.Cluster.GetGrain<ITopicQueueGrain>(new QueueName("frugal", 0).ToString());
        var batch = new ProducedBatch(Messages, messageBytes: 1024);
        await AssertFrugal(async () =>
        {
            for (var i = 0; i < Batches; i++)
                await grain.Append(new AppendRequest(batch.Next()));
        });
        await AssertFrugal(async () =>
        {
            var read = 0;
            for (var offset = 0L; read < Batches * Messages;)
            {
                var found = await grain.Read(new ReadRequest { Offset = offset, MaxBytes = 128 * 1024 }, CancellationToken.None);
                read += Count(found.Batches);
                offset = found.NextOffset;
            }
        });
    }

    private static int Count(ReadOnlyMemory<byte> chain)
    {
        var records = 0;
        while (RecordBatch.TryRead(chain, out var batch, out chain))
        {
            foreach (var record in batch.Records)
                records += record.Body.Length == 1024 ? 1 : 0;
        }

        return records;
    }

    private static void AssertFrugal(Action action) => AssertFrugal(() =>
    {
        action();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    /// <summary>The least of several runs, of the whole process: the runtime itself allocates now and then.</summary>
    private static async Task AssertFrugal(Func<Task> action)
    {
        await action();
        var least = double.MaxValue;
        for (var attempt = 0; attempt < 10 && least > MaxBytesForMessage; attempt++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await action();
            least = Math.Min(least, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / (Batches * Messages));
        }

        Assert.True(least <= MaxBytesForMessage, $"{least:F1} bytes are allocated for each message; the limit is {MaxBytesForMessage}");
    }
}
