using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;

namespace OrleansRocket.Bench.Messaging;

/// <summary>Reads a topic through the SDK, as a consumer group.</summary>
internal sealed class ConsumeBench : IBench
{
    public string Name => "consume";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        var limit = run.Options.InProcess ? LimitKind.Checksum : LimitKind.Stream;
        await run.Limits.Sample(limit);
        await using var broker = await RocketBroker.Start(run, run.Options.Flush, cancellationToken);
        run.Progress("consume: one consumer");
        run.Figures.Add(await Load.Consume(run, broker, cancellationToken) with { Bench = Name, Case = "one consumer", Limit = limit });
    }
}
