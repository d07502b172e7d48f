using OrleansRocket.Queues;

namespace OrleansRocket.Bench.Brokers;

/// <summary>One broker in this process, with a topic to be measured.</summary>
internal sealed class Broker : IAsyncDisposable
{
    public const string Topic = "bench";

    private readonly SiloHost _silo;

    private Broker(SiloHost silo)
    {
        _silo = silo;
        Client = new RocketClient(silo.Client);
    }

    public RocketClient Client { get; }

    public static async Task<Broker> Start(BenchRun run, CancellationToken cancellationToken)
    {
        var options = run.Options;
        var silo = await SiloHost.Start(
            builder => builder.AddOrleansRocket(rocket =>
            {
                rocket.DataDirectory = run.Directory.Next("broker");
                rocket.ConfigureLog = log => log with { SegmentBytes = options.SegmentBytes };
            }),
            cancellationToken);
        var broker = new Broker(silo);
        await broker.Client.Topics.CreateAsync(new TopicConfig
        {
            Topic = Topic,
            Queues = options.Queues,
            Flush = options.Flush == Log.Store.FlushMode.Sync ? FlushDiskType.SyncFlush : FlushDiskType.AsyncFlush,
        });
        return broker;
    }

    /// <summary>The grain of one of the topic's queues.</summary>
    public ITopicQueueGrain Queue(int queue) => _silo.Client.GetGrain<ITopicQueueGrain>(new QueueName(Topic, queue).ToString());

    /// <summary>Where each queue of the topic ends.</summary>
    public async Task<long[]> EndOffsets() => [.. (await Client.Topics.DescribeAsync(Topic)).Select(queue => queue.EndOffset)];

    /// <summary>Counts the batches that have been stored since.</summary>
    /// <param name="from">The offset of each queue to begin at.</param>
    public async Task<long> CountBatches(long[] from)
    {
        var batches = 0L;
        for (var queue = 0; queue < from.Length; queue++)
        {
            var grain = Queue(queue);
            for (var offset = from[queue]; ;)
            {
                var reply = await grain.Read(new ReadRequest { Offset = offset }, CancellationToken.None);
                if (reply.Status != ReadStatus.Found)
                    break;
                batches += CountBatches(reply.Batches);
                offset = reply.NextOffset;
            }
        }

        return batches;
    }

    public async ValueTask DisposeAsync()
    {
        // Deleted first: closing would flush gigabytes that nobody is going to read.
        await Client.Topics.DeleteAsync(Topic);
        await Client.DisposeAsync();
        await _silo.DisposeAsync();
    }

    private static long CountBatches(ReadOnlyMemory<byte> chain)
    {
        var batches = 0L;
        while (Log.Records.RecordBatch.TryRead(chain, out _, out chain))
            batches++;
        return batches;
    }
}
