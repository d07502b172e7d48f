using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;
using OrleansRocket.Bench.Peers;

namespace OrleansRocket.Bench.Reports;

/// <summary>All that a run has to say.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Options">With what.</param>
/// <param name="Figures">What was measured.</param>
/// <param name="Limits">What the machine itself can do.</param>
/// <param name="Goals">What is asked of the peers' comparison; empty in other reports.</param>
/// <param name="Notes">What has to be known beside the figures.</param>
internal sealed record BenchReport(
    Machine Machine, BenchOptions Options, IReadOnlyList<ReportRow> Figures, IReadOnlyList<ReportRow> Limits, IReadOnlyList<Goal> Goals, IReadOnlyList<string> Notes)
{
    /// <summary>Puts the figures of a run beside the limits that it measured.</summary>
    public static BenchReport Of(Machine machine, BenchRun run)
    {
        var measured = run.Figures.All;
        var limits = run.Limits.All.Where(limit => !measured.Any(figure => figure.Bench == limit.Bench && figure.Case == limit.Case));
        return new BenchReport(
            machine,
            run.Options,
            [.. measured.Select(figure => Row(figure, run.Figures, run.Limits))],
            [.. limits.Select(limit => Row(limit, run.Limits.Figures, run.Limits))],
            Goal.Of(run.Figures, run.Options),
            run.Notes);
    }

    private static ReportRow Row(Figure figure, FigureBook rounds, MachineLimits limits)
    {
        var limit = figure.Limit is { } kind ? limits.Best(kind) : null;
        return new ReportRow
        {
            Bench = figure.Bench,
            System = figure.System,
            Case = figure.Case,
            Unit = figure.Unit,
            Count = figure.Count,
            Seconds = figure.Elapsed.TotalSeconds,
            PerSecond = figure.PerSecond,
            MedianPerSecond = rounds.Median(figure, each => each.PerSecond),
            Rounds = rounds.Rounds(figure).Count,
            MegabytesPerSecond = figure.Bytes > 0 ? figure.MegabytesPerSecond : null,
            AllocatedBytesEach = figure.Bench == "limit" ? null : figure.AllocatedEach,
            ProcessorNanosecondsEach = figure.ProcessorEach,
            BrokerNanosecondsEach = figure.BrokerProcessor > TimeSpan.Zero ? figure.BrokerProcessorEach : null,
            P50Microseconds = figure.Latency?.Microseconds(0.50),
            P99Microseconds = figure.Latency?.Microseconds(0.99),
            P999Microseconds = figure.Latency?.Microseconds(0.999),
            Batches = figure.Batches > 0 ? figure.Batches : null,
            Ratio = limit is null ? null : figure.RatioTo(limit),
            Limit = limit?.Case,
        };
    }
}
