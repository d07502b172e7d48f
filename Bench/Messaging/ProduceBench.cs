using System.Globalization;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;

namespace OrleansRocket.Bench.Messaging;

/// <summary>Sends through the SDK: awaited single messages, and batches.</summary>
internal sealed class ProduceBench : IBench
{
    public string Name => "produce";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        var options = run.Options;
        var calls = options.InProcess ? LimitKind.Mailbox64 : LimitKind.Echo64;
        var bytes = options.InProcess ? LimitKind.WarmCopy : LimitKind.Stream;
        await run.Limits.Sample(calls);
        await run.Limits.Sample(bytes);
        await using var broker = await RocketBroker.Start(run, options.Flush, cancellationToken);
        await Measure(string.Create(CultureInfo.InvariantCulture, $"{options.Window} awaited single sends"), options.Window, 1, calls);
        await Measure(string.Create(CultureInfo.InvariantCulture, $"{options.Senders} senders, batches"), options.Senders, options.Batch, bytes);

        async Task Measure(string name, int senders, int messages, LimitKind limit)
        {
            run.Progress($"produce: {name}");
            await broker.Clear(cancellationToken);
            var figure = await Load.Produce(run, broker, senders, messages, cancellationToken);
            run.Figures.Add(figure with { Bench = Name, Case = name, Limit = limit });
        }
    }
}
