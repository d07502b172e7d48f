using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Groups;

/// <summary>Prints what a reset changes.</summary>
internal static class ResetOutput
{
    /// <summary>Prints one queue a row, or a line of JSON.</summary>
    public static void Write(CommandOutput output, IReadOnlyList<OffsetReset> resets, bool dryRun) => output.WriteAll(
        resets.Select(reset => new ResetResult(reset.Queue.Topic, reset.Queue.Queue, reset.From < 0 ? null : reset.From, reset.To, dryRun)),
        OutputJson.Readable.ResetResult,
        Show);

    private static void Show(IAnsiConsole console, IReadOnlyList<ResetResult> resets)
    {
        var table = Tables.New("topic", " queue", " from", " to");
        foreach (var reset in resets)
            table.AddTexts(reset.Topic, Figures.Count(reset.Queue), Figures.CountOrUnknown(reset.From), Figures.Count(reset.To));
        console.Write(table);
        if (resets is [{ DryRun: true }, ..])
            console.WriteLine("nothing was changed");
    }
}
