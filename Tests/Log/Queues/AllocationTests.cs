using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Queues;

/// <summary>The gate on allocated bytes: stable where times are not.</summary>
public sealed class AllocationTests
{
    private const int Records = 100;
    private const int Rounds = 200;
    private const double MaxBytesPerMessage = 16;

    [Fact]
    public async Task Append_and_read_allocate_next_to_nothing_per_message()
    {
        await using var store = new StoreFixture(configure: options => options with { SegmentBytes = 64 * 1024 * 1024 });
        var log = store.OpenQueue();
        using var builder = new RecordBatchBuilder();
        for (var i = 0; i < Records; i++)
            builder.TryAdd(new RecordData { Body = new byte[1024], Tag = "TagA" });
        var batch = builder.Build(0, 0, 0).ToArray();
        Append(log, batch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Append(log, batch);
        var append = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(Records * Rounds);
        Read(log);
        before = GC.GetAllocatedBytesForCurrentThread();
        var messages = Read(log);
        var read = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)messages;

        Assert.Equal(2 * Rounds * Records, messages);
        Assert.True(append <= MaxBytesPerMessage, $"append allocates {append:F1} bytes a message");
        Assert.True(read <= MaxBytesPerMessage, $"read allocates {read:F1} bytes a message");
    }

    private static void Append(QueueLog log, byte[] batch)
    {
        for (var i = 0; i < Rounds; i++)
            Assert.Equal(AppendStatus.Appended, log.Append(batch, 0).Status);
    }

    private static long Read(QueueLog log)
    {
        var offset = 0L;
        while (true)
        {
            var read = log.Read(offset, 1024 * 1024, long.MaxValue);
            if (read.Status != ReadStatus.Found)
                return offset;
            offset = read.NextOffset;
        }
    }
}
