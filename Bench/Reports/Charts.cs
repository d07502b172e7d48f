using OrleansRocket.Bench.Peers;

namespace OrleansRocket.Bench.Reports;

/// <summary>Says what of a report is drawn.</summary>
internal static class Charts
{
    private const string Reference = "RocketMQ 4.9.0 (published)";

    private const string Microseconds = "microseconds p50, less is better";

    /// <summary>For peers a chart for each workload; for anything else a chart for each bench.</summary>
    public static IReadOnlyList<Chart> Of(BenchReport report)
    {
        var compared = report.Figures.Where(row => row.System is not null).GroupBy(row => row.Case).Select(rows => OfWorkload(report, rows.Key, [.. rows]));
        var alone = report.Figures.Where(row => row.System is null).GroupBy(row => (row.Bench, row.Unit)).Select(rows => OfBench(rows.Key.Bench, rows.Key.Unit, [.. rows]));
        var limits = report.Limits.GroupBy(row => (row.Bench, row.Unit)).Select(rows => OfBench("the machine's own limits", rows.Key.Unit, [.. rows]));
        return [.. compared, .. alone, .. limits];
    }

    private static Chart OfWorkload(BenchReport report, string workload, IReadOnlyList<ReportRow> rows)
    {
        var goal = report.Goals.FirstOrDefault(goal => goal.Workload == workload);
        var (unit, value) = workload switch
        {
            Workload.Batches => ("MB/s", row => row.MegabytesPerSecond ?? 0),
            Workload.OneByOne => (Microseconds, row => row.P50Microseconds ?? 0),
            _ => ("messages/s", (Func<ReportRow, double>)(row => row.PerSecond)),
        };
        var scale = workload == Workload.OneByOne ? 1000 : 1;
        List<ChartBar> bars = [.. rows.Select(row => new ChartBar(row.System!, value(row)) { Group = row.System! })];
        if (goal?.RocketMq is { } reference)
            bars.Add(new ChartBar(Reference, reference * scale) { Group = Reference, IsReference = true });
        return new Chart(workload, unit, bars) { Goal = goal?.Asked * scale };
    }

    private static Chart OfBench(string title, string unit, IReadOnlyList<ReportRow> rows) => title == "latency"
        ? new(title, Microseconds, [.. rows.Select(row => new ChartBar(row.Case, row.P50Microseconds ?? 0) { Group = row.Bench })])
        : new(title, $"{unit}/s", [.. rows.Select(row => new ChartBar(row.Case, row.PerSecond) { Group = row.Bench })]);
}
