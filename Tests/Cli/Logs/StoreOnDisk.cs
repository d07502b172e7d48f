using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Logs;

/// <summary>A data directory with a few records, closed in order.</summary>
internal sealed class StoreOnDisk : IDisposable
{
    private readonly TestDirectory _directory = new();

    public string Path => System.IO.Path.Combine(_directory.Path, "data");

    /// <summary>The topic <c>orders</c> with queues 0 and 1: ten batches of two records in each.</summary>
    public static async Task<StoreOnDisk> Create(params RecordData[] more)
    {
        var store = new StoreOnDisk();
        await store.Write("orders", 0, Orders(0, 20));
        await store.Write("orders", 1, Orders(1, 20));
        if (more.Length > 0)
            await store.Write("special", 0, more);
        return store;
    }

    public string Segment(int queue) => System.IO.Path.Combine(Path, "queues", "orders", $"{queue}", "00000000000000000000.log");

    /// <summary>Opens it, as a broker does.</summary>
    public LogStore Open() => LogStore.Open(new LogStoreOptions { Path = Path });

    public void Dispose() => _directory.Dispose();

    private static RecordData[] Orders(int queue, int count) =>
        [.. Enumerable.Range(0, count).Select(order => new RecordData { Body = System.Text.Encoding.UTF8.GetBytes($"order {queue}-{order}"), BornTimestampMs = 1_700_000_000_000 })];

    private async Task Write(string topic, int queue, RecordData[] records)
    {
        await using var store = Open();
        var log = store.OpenQueue(topic, queue, new QueueLogOptions());
        foreach (var pair in records.Chunk(2))
        {
            using var builder = new RecordBatchBuilder();
            foreach (var record in pair)
                Assert.True(builder.TryAdd(in record));
            Assert.Equal(AppendStatus.Appended, log.Append(builder.Build(producerId: 0, producerEpoch: 0, firstSequence: 0).Span, leaderEpoch: 0).Status);
        }
    }
}
