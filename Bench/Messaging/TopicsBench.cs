using System.Globalization;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Messaging;

/// <summary>The same sends into one topic and into many: each send goes to another topic than the one before.</summary>
internal sealed class TopicsBench : IBench
{
    public string Name => "topics";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await run.Limits.Sample(BytesLimit(run.Options));
        await run.Limits.Sample(CallsLimit(run.Options));
        await using var broker = await RocketBroker.Start(run, run.Options.Flush, cancellationToken);
        foreach (var figure in await Measure(run, broker, cancellationToken))
            run.Figures.Add(figure with { Bench = Name });
    }

    /// <summary>The name of a case.</summary>
    public static string CaseOf(int topics, string sends) =>
        string.Create(CultureInfo.InvariantCulture, $"{topics:N0} topic{(topics == 1 ? "" : "s")}, {sends}");

    /// <summary>Measures one topic and many, with batches and with single sends.</summary>
    public static async Task<IReadOnlyList<Figure>> Measure(BenchRun run, RocketBroker broker, CancellationToken cancellationToken)
    {
        var options = run.Options;
        var figures = new List<Figure>();
        foreach (var topics in new[] { 1, options.Topics })
        {
            run.Progress($"topics: making {topics}");
            await broker.UseTopics(topics);
            await Produce(topics, "batches", options.Senders, options.Batch, BytesLimit(options));
            await Produce(topics, "single sends", options.Window, 1, CallsLimit(options));
        }

        return figures;

        async Task Produce(int topics, string sends, int senders, int messages, LimitKind limit)
        {
            var name = CaseOf(topics, sends);
            run.Progress($"topics: {name}");
            figures.Add(await Load.Produce(run, broker, senders, messages, cancellationToken) with { Case = name, Limit = limit });
        }
    }

    private static LimitKind BytesLimit(BenchOptions options) => options.InProcess ? LimitKind.WarmCopy : LimitKind.Stream;

    private static LimitKind CallsLimit(BenchOptions options) => options.InProcess ? LimitKind.Mailbox64 : LimitKind.Echo64;
}
