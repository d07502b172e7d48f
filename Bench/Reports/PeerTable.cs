using System.Globalization;
using Spectre.Console;

namespace OrleansRocket.Bench.Reports;

/// <summary>One line for each workload, one column for each product: what somebody who chooses wants to see.</summary>
internal static class PeerTable
{
    public static Table Of(BenchReport report)
    {
        var rows = report.Figures.Where(row => row.System is not null).ToList();
        var systems = rows.Select(row => row.System!).Distinct().ToList();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("best (median) messages a second").NoWrap());
        foreach (var system in systems)
            table.AddColumn(new TableColumn(system.EscapeMarkup()).RightAligned().NoWrap());
        foreach (var peer in systems.Skip(1))
            table.AddColumn(new TableColumn($"ratio to {peer}".EscapeMarkup()).RightAligned().NoWrap());
        foreach (var workload in rows.Select(row => row.Case).Distinct())
        {
            var cells = systems.Select(system => rows.FirstOrDefault(row => row.Case == workload && row.System == system)).ToList();
            table.AddRow([workload.EscapeMarkup(), .. cells.Select(Rate), .. cells.Skip(1).Select(peer => Ratio(cells[0], peer))]);
            if (cells.All(cell => cell is null or { MegabytesPerSecond: null }))
                continue;
            table.AddRow(["  MB/s", .. cells.Select(cell => cell?.MegabytesPerSecond?.ToString("N0", CultureInfo.InvariantCulture) ?? ""), .. cells.Skip(1).Select(_ => "")]);
            table.AddRow(["  p50 / p99 us", .. cells.Select(Latency), .. cells.Skip(1).Select(_ => "")]);
        }

        return table;
    }

    private static string Rate(ReportRow? row) => row is null
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{row.PerSecond:N0} ({row.MedianPerSecond:N0})");

    private static string Ratio(ReportRow? ours, ReportRow? peer) => ours is null || peer is null
        ? ""
        : (ours.PerSecond / peer.PerSecond).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Latency(ReportRow? row) => row?.P50Microseconds is { } p50
        ? string.Create(CultureInfo.InvariantCulture, $"{p50:N0} / {row.P99Microseconds:N0}")
        : "";
}
