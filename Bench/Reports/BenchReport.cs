using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Reports;

/// <summary>All that a run has to say.</summary>
internal sealed record BenchReport(Machine Machine, BenchOptions Options, IReadOnlyList<ReportRow> Figures, IReadOnlyList<ReportRow> Limits)
{
    /// <summary>Puts the figures of a run beside the limits that it measured.</summary>
    public static BenchReport Of(Machine machine, BenchRun run)
    {
        var measured = run.Figures.All;
        var limits = run.Limits.All.Where(limit => !measured.Any(figure => figure.Bench == limit.Bench && figure.Case == limit.Case));
        return new BenchReport(machine, run.Options, [.. measured.Select(figure => Row(figure, run.Limits))], [.. limits.Select(limit => Row(limit, run.Limits))]);
    }

    private static ReportRow Row(Figure figure, MachineLimits limits)
    {
        var limit = figure.Limit is { } kind ? limits.Best(kind) : null;
        return new ReportRow
        {
            Bench = figure.Bench,
            Case = figure.Case,
            Unit = figure.Unit,
            Count = figure.Count,
            Seconds = figure.Elapsed.TotalSeconds,
            PerSecond = figure.PerSecond,
            MegabytesPerSecond = figure.Bytes > 0 ? figure.MegabytesPerSecond : null,
            AllocatedBytesEach = figure.Bench == "limit" ? null : figure.AllocatedEach,
            ProcessorNanosecondsEach = figure.ProcessorEach,
            P50Microseconds = figure.Latency?.Microseconds(0.50),
            P99Microseconds = figure.Latency?.Microseconds(0.99),
            P999Microseconds = figure.Latency?.Microseconds(0.999),
            Batches = figure.Batches > 0 ? figure.Batches : null,
            Ratio = limit is null ? null : figure.RatioTo(limit),
            Limit = limit?.Case,
        };
    }
}
