namespace OrleansRocket.Bench.Limits;

/// <summary>The machine's own limits.</summary>
internal sealed class LimitBench : IBench
{
    public string Name => "limit";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        foreach (var kind in Enum.GetValues<LimitKind>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Figures.Add(await run.Limits.Measure(kind, run.Options.Duration));
        }
    }
}
