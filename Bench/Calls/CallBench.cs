using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Calls;

/// <summary>Calls one grain from its own silo: what every other call of a broker costs at the least.</summary>
internal sealed class CallBench : IBench
{
    public string Name => "call";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await using var silo = await SiloHost.Start(_ => { }, cancellationToken);
        var grain = silo.Client.GetGrain<IEchoGrain>(0);
        await Measure(1, LimitKind.Mailbox);
        await Measure(64, LimitKind.Mailbox64);

        async Task Measure(int callers, LimitKind limit)
        {
            await run.Limits.Sample(limit);
            run.Progress($"call: {callers} at once");
            await CallLoop.Run(callers, run.Options.WarmUp, grain.Echo);
            run.Figures.Add(await CallLoop.Run(callers, run.Options.Duration, grain.Echo) with { Bench = Name, Case = $"{callers} at once", Limit = limit });
        }
    }
}
