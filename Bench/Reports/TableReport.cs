using System.Globalization;
using OrleansRocket.Bench.Peers;
using Spectre.Console;

namespace OrleansRocket.Bench.Reports;

/// <summary>The report for people.</summary>
internal static class TableReport
{
    /// <summary>Wide enough for every column, so that a table that goes to a file is not folded.</summary>
    private const int MinWidth = 230;

    public static void Write(BenchReport report, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Math.Max(MinWidth, console.Profile.Width);
        output.WriteLine(report.Machine.Summary);
        var options = report.Options;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"messages of {options.MessageSize} bytes in batches of {options.Batch}, flush {options.Flush}, {options.Seconds} s a case, best of {options.Rounds}"));
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("bench").NoWrap());
        if (report.Figures.Any(row => row.System is not null))
            table.AddColumn(new TableColumn("of").NoWrap());
        table.AddColumn(new TableColumn("case").NoWrap());
        foreach (var number in new[] { "per second", "median", "MB/s", "B each", "CPU ns each", "broker's", "p50 us", "p99 us", "p99.9 us", "in a batch", "ratio" })
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        table.AddColumn(new TableColumn("of the limit").NoWrap());
        foreach (var row in report.Figures)
            Add(table, row);
        if (report.Limits.Count > 0)
            table.AddEmptyRow();
        foreach (var row in report.Limits)
            Add(table, row);
        console.Write(table);
        if (report.Figures.Any(row => row.System is not null))
            console.Write(PeerTable.Of(report));
        if (report.Goals.Count > 0)
            console.Write(Goals(report));
        foreach (var note in report.Notes)
            output.WriteLine(note);
    }

    private static Table Goals(BenchReport report)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("asked for (messages of 1 KiB, 2 cores)").NoWrap());
        foreach (var number in new[] { "asked", "best", "median", "", "RocketMQ 4.9.0*" })
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        foreach (var goal in report.Goals)
        {
            table.AddRow(
                $"{goal.Workload}, {goal.Unit}".EscapeMarkup(),
                Goal.Text(goal.Asked),
                Goal.Text(goal.Best),
                Goal.Text(goal.Median),
                goal.IsMet ? "met" : "missed",
                goal.RocketMq is { } reference ? Goal.Text(reference) : "");
        }

        return table.Caption("* as published for such a machine, not measured here").LeftAligned();
    }

    private static void Add(Table table, ReportRow row)
    {
        List<string> cells =
        [
            row.Bench,
            row.Case.EscapeMarkup(),
            $"{Number(row.PerSecond, "N0")} {row.Unit}",
            row.Rounds > 1 ? Number(row.MedianPerSecond, "N0") : "",
            Number(row.MegabytesPerSecond, "N0"),
            Number(row.AllocatedBytesEach, "N1"),
            Number(row.ProcessorNanosecondsEach, "N0"),
            Number(row.BrokerNanosecondsEach, "N0"),
            Number(row.P50Microseconds, "N1"),
            Number(row.P99Microseconds, "N1"),
            Number(row.P999Microseconds, "N1"),
            Number(row.Batches is { } batches ? (double)row.Count / batches : null, "N1"),
            Number(row.Ratio, "0.00"),
            row.Limit ?? "",
        ];
        if (cells.Count < table.Columns.Count)
            cells.Insert(1, row.System ?? "");
        table.AddRow([.. cells]);
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
