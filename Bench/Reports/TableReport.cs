using System.Globalization;
using Spectre.Console;

namespace OrleansRocket.Bench.Reports;

/// <summary>The report for people.</summary>
internal static class TableReport
{
    /// <summary>Wide enough for every column, so that a table that goes to a file is not folded.</summary>
    private const int MinWidth = 150;

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
        table.AddColumn(new TableColumn("case").NoWrap());
        foreach (var number in new[] { "per second", "MB/s", "B each", "CPU ns each", "p50 us", "p99 us", "p99.9 us", "in a batch", "ratio" })
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        table.AddColumn(new TableColumn("of the limit").NoWrap());
        foreach (var row in report.Figures)
            Add(table, row);
        if (report.Limits.Count > 0)
            table.AddEmptyRow();
        foreach (var row in report.Limits)
            Add(table, row);
        console.Write(table);
    }

    private static void Add(Table table, ReportRow row) => table.AddRow(
        row.Bench,
        row.Case.EscapeMarkup(),
        $"{Number(row.PerSecond, "N0")} {row.Unit}",
        Number(row.MegabytesPerSecond, "N0"),
        Number(row.AllocatedBytesEach, "N1"),
        Number(row.ProcessorNanosecondsEach, "N0"),
        Number(row.P50Microseconds, "N1"),
        Number(row.P99Microseconds, "N1"),
        Number(row.P999Microseconds, "N1"),
        Number(row.Batches is { } batches ? (double)row.Count / batches : null, "N1"),
        Number(row.Ratio, "0.00"),
        row.Limit ?? "");

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
