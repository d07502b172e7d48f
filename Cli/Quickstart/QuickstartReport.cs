using System.Globalization;
using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>The result of a run as people read it.</summary>
internal static class QuickstartReport
{
    /// <summary>Writes it.</summary>
    public static void Show(IAnsiConsole console, QuickstartResult result)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        for (var column = 0; column < 6; column++)
            table.AddColumn(new TableColumn("") { NoWrap = true, Padding = new Padding(0, 0, 3, 0), Alignment = column == 0 ? Justify.Left : Justify.Right });
        table.AddRow(Cells("lines in", result.LinesIn, result.BytesIn, result.Sending));
        table.AddRow(Cells("lines out", result.LinesOut, result.BytesOut, result.Consuming));
        console.Write(table);
        console.WriteLine();
        console.WriteLine("SHA-256 of the sorted lines");
        console.WriteLine($"  in   {result.Sha256In}");
        console.WriteLine($"  out  {result.Sha256Out}  {(result.Equal ? "equal" : "DIFFERENT")}");
        if (result.IsInputFile)
            console.WriteLine($"  as   LC_ALL=C sort {result.Input} | sha256sum");
        console.WriteLine();
        console.WriteLine($"topic   {result.Topic}: {Figures.Count(result.Queues, "queue")}, consumed by group '{result.Group}'{Older(result)}");
        console.WriteLine($"data    {result.DataDirectory}");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"broker  {Start(result)} {result.RecoveredMs} ms"));
        console.WriteLine($"verify  rocket log verify {result.DataDirectory}");
    }

    /// <summary>Says how in and out differ.</summary>
    public static string Difference(QuickstartResult result) => result.LinesIn == result.LinesOut
        ? $"the lines differ: SHA-256 {result.Sha256In} in, {result.Sha256Out} out"
        : $"the lines differ: {Figures.Count(result.LinesIn)} in, {Figures.Count(result.LinesOut)} out";

    private static string[] Cells(string name, long lines, long bytes, Rate rate) =>
    [
        name,
        Figures.Count(lines),
        Figures.Megabytes(bytes),
        $"in {Figures.Seconds(rate.Seconds)}",
        $"{Figures.Count((long)rate.LinesPerSecond)} lines/s",
        string.Create(CultureInfo.InvariantCulture, $"{rate.MegabytesPerSecond:N1} MB/s"),
    ];

    private static string Older(QuickstartResult result)
    {
        if (result.KeptLines == 0)
            return "";
        var caughtUp = result.CaughtUpLines == 0 ? "" : $", of which the group has now consumed {Figures.Count(result.CaughtUpLines)} more";
        return $"; {Figures.Count(result.KeptLines, "message")} of earlier runs kept{caughtUp}";
    }

    private static string Start(QuickstartResult result) => result.CleanStart ? "ready in" : "was not stopped in order the last time; recovered in";
}
