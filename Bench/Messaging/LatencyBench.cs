using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;

namespace OrleansRocket.Bench.Messaging;

/// <summary>One sender that awaits each message before it sends the next: how long one takes when there is nothing to wait for.</summary>
internal sealed class LatencyBench : IBench
{
    public string Name => "latency";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        var limit = run.Options switch
        {
            { Flush: Log.Store.FlushMode.Sync } => LimitKind.Flush,
            { InProcess: true } => LimitKind.Mailbox,
            _ => LimitKind.Echo,
        };
        await run.Limits.Sample(limit);
        await using var broker = await RocketBroker.Start(run, run.Options.Flush, cancellationToken);
        run.Progress("latency: one by one");
        var figure = await Load.Produce(run, broker, senders: 1, messages: 1, cancellationToken);
        run.Figures.Add(figure with { Bench = Name, Case = "one sender, one by one", Limit = limit });
    }
}
