using Orleans.Configuration;
using Orleans.Streams;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;
using OrleansRocket.Streams;

namespace OrleansRocket.Bench.Streams;

/// <summary>
/// Sends a million events through a stream provider of 8 partitions to as many grains as there are streams: in one silo that is application and broker, and
/// with one silo that produces and another one that consumes, which are both brokers; and, where the engine has them, through Orleans' memory streams, which
/// keep nothing. Measured from the first event that is produced to the last that is received.
/// </summary>
internal sealed class StreamsBench : IBench
{
    private const int Events = 1_000_000;
    private const int WarmUpEvents = 50_000;
    private const int Partitions = 8;
    private const string Rocket = "rocket";
    private const string Memory = "memory";

    /// <summary>Nobody waits for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string Name => "streams";

    /// <summary>The stream of a number.</summary>
    public static StreamId Stream(long number) => StreamId.Create("bench", number);

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await run.Limits.Sample(LimitKind.Mailbox64);
        foreach (var silos in new[] { 1, 2 })
        {
            await Measure(run, Rocket, silos, cancellationToken);
            if (EngineStreams.HasMemory)
                await Measure(run, Memory, silos, cancellationToken);
        }

        if (!EngineStreams.HasMemory)
            run.Note("Orleans' memory streams are not on this engine; build with OrleansEngine=Packages to compare with them");
    }

    private async Task Measure(BenchRun run, string provider, int silos, CancellationToken cancellationToken)
    {
        var cluster = run.Directory.Next("cluster");
        await using var producing = await SiloHost.Join(silo => Configure(run, silo.UseClusterDirectory(cluster), provider, "producing"), cancellationToken);
        await using var other = silos == 1 ? null : await SiloHost.Join(silo => Configure(run, silo.UseClusterDirectory(cluster), provider, "consuming"), cancellationToken);
        var consuming = other ?? producing;
        var options = run.Options;
        foreach (var (producers, batch) in new[] { (options.Window, 1), (options.Senders, options.Batch) })
        {
            var name = $"{provider}, {silos} silo{(silos == 1 ? "" : "s")}: {producers} producers, {batch} at once";
            run.Progress($"streams: {name}");
            for (var number = 0L; number < producers; number++)
                await consuming.Client.GetGrain<IStreamCounterGrain>(Key(batch, number)).Subscribe(provider);
            await Send(producing, provider, producers, batch, options.MessageSize, WarmUpEvents, cancellationToken);
            var figure = await Send(producing, provider, producers, batch, options.MessageSize, Events, cancellationToken);
            run.Figures.Add(figure with { Bench = Name, Case = name, Limit = LimitKind.Mailbox64 });
        }
    }

    private static void Configure(BenchRun run, ISiloBuilder builder, string provider, string name)
    {
        builder.Configure<SiloOptions>(options => options.SiloName = name);
        if (provider == Memory)
        {
            EngineStreams.AddMemory(builder, Memory, Partitions);
            return;
        }

        builder.AddOrleansRocket(rocket =>
        {
            rocket.DataDirectory = run.Directory.Next("streams");
            rocket.MetadataStores = ["producing"];
            rocket.ConfigureLog = log => log with { SegmentBytes = run.Options.SegmentBytes };
        });
        builder.AddRocketStreams(Rocket, (RocketStreamOptions streams) => streams.Partitions = Partitions);
    }

    /// <summary>The streams of the second case are others than those of the first.</summary>
    private static long Key(int batch, long number) => (batch * 1_000_000L) + number;

    private static async Task<Figure> Send(
        SiloHost silo, string provider, int producers, int batch, int size, int events, CancellationToken cancellationToken)
    {
        var all = StreamCounterGrain.Expect(events);
        var streams = silo.Client.GetStreamProvider(provider);
        var left = events / batch;
        var meter = Meter.Start(Patience);
        await Task.WhenAll(Enumerable.Range(0, producers).Select(number => Task.Run(() => Produce(streams.GetStream<byte[]>(Stream(Key(batch, number)))), cancellationToken)));
        await all.WaitAsync(Patience, cancellationToken);
        return new Figure("", "") { Unit = "events", Count = events, Bytes = (long)events * size, Elapsed = meter.Elapsed, Processor = meter.Processor, Allocated = meter.Allocated };

        async Task Produce(IAsyncStream<byte[]> stream)
        {
            var body = new byte[size];

            // Not the same one again and again, which Orleans' serializer would write once.
            var bodies = Enumerable.Range(0, batch).Select(_ => new byte[size]).ToArray();
            while (Interlocked.Decrement(ref left) >= 0)
            {
                while (!await TryProduce(stream, body, bodies))
                    await Task.Delay(1, cancellationToken);
            }
        }

        async Task<bool> TryProduce(IAsyncStream<byte[]> stream, byte[] body, byte[][] bodies)
        {
            try
            {
                await (batch == 1 ? stream.OnNextAsync(body) : stream.OnNextBatchAsync(bodies));
                return true;
            }
            catch (InvalidOperationException) when (provider == Memory)
            {
                // Memory streams refuse what comes while 16,384 wait.
                return false;
            }
        }
    }
}
