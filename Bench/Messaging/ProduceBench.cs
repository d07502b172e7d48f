using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;

namespace OrleansRocket.Bench.Messaging;

/// <summary>Sends through the SDK to a broker in this process.</summary>
internal sealed class ProduceBench : IBench
{
    private const int SingleSenders = 64;
    private const int BatchSenders = 16;

    public string Name => "produce";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await run.Limits.Sample(LimitKind.Mailbox64);
        await run.Limits.Sample(LimitKind.WarmCopy);
        await using var broker = await Broker.Start(run, cancellationToken);
        var load = new Load(broker, run.Options);
        await Measure("1 sender, single messages", 1, 1, LimitKind.Mailbox64);
        await Measure($"{SingleSenders} senders, single messages", SingleSenders, 1, LimitKind.Mailbox64);
        await Measure($"{BatchSenders} senders, batches", BatchSenders, run.Options.Batch, LimitKind.WarmCopy);

        async Task Measure(string name, int senders, int messages, LimitKind limit)
        {
            run.Progress($"produce: {name}");
            await load.Send(senders, messages, run.Options.WarmUp, cancellationToken);
            var before = await broker.EndOffsets();
            var figure = await load.Send(senders, messages, run.Options.Duration, cancellationToken);
            run.Figures.Add(figure with { Case = name, Limit = limit, Batches = await broker.CountBatches(before) });
        }
    }
}
