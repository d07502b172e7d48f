using System.Diagnostics;
using System.Globalization;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Crash;

namespace OrleansRocket.Tests.Silo.Hosting;

public sealed class IdleQueueTests(ITestOutputHelper output)
{
    private const int Topics = 300;
    private const int QueuesEach = 10;

    /// <summary>Of 10,000 queues, which may cost 200 MB.</summary>
    private const long MaxBytesEach = 200_000_000 / 10_000;

    /// <summary>Of one processor. A broker without queues looks at its cluster and its disk all the same.</summary>
    private const double MaxProcessorShare = 0.03;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Queues_that_were_written_and_are_idle_cost_little_memory_and_hardly_any_processor_time()
    {
        using var broker = new BrokerProcess();
        await broker.Start();
        await using var connection = await RocketConnection.OpenAsync(broker.ClusterDirectory);
        await using var producer = connection.Client.CreateProducer();
        await WriteOnce(connection.Client, producer, "first");
        var memory = PrivateMemory(broker.Id);

        await Parallel.ForAsync(0, Topics, async (number, _) => await WriteOnce(connection.Client, producer, $"topic-{number}"));
        var each = (PrivateMemory(broker.Id) - memory) / (Topics * QueuesEach);
        Assert.True(each < MaxBytesEach, $"{each} bytes each");

        // What the messages have set going, such as the flush, ends.
        var share = 1.0;
        await Until.True(async () => (share = await ProcessorShare(broker.Id)) < MaxProcessorShare, "the broker is idle");
        output.WriteLine($"{each} bytes each; {share:P1} of a processor");
    }

    private static async Task WriteOnce(RocketClient client, RocketProducer producer, string topic)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = topic, Queues = QueuesEach });
        await producer.SendBatchAsync([.. Enumerable.Range(0, QueuesEach).Select(queue => new RocketMessage { Topic = topic, Queue = queue, Body = "1"u8.ToArray() })]);
    }

    /// <summary>The part of one processor that the broker uses.</summary>
    private static async Task<double> ProcessorShare(int process)
    {
        using var broker = Process.GetProcessById(process);
        var before = broker.TotalProcessorTime;
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(Watched);
        broker.Refresh();
        return (broker.TotalProcessorTime - before) / TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>A process's memory without that of files, in bytes.</summary>
    private static long PrivateMemory(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
    }
}
