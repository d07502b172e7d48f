using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Log.Verify;
using Spectre.Console;

namespace OrleansRocket.Cli.Logs;

/// <summary><c>rocket log verify</c>: every byte of a data directory.</summary>
internal sealed class LogVerifyCommand : RocketCommand
{
    private readonly StoreArgument _store = new();

    public LogVerifyCommand()
        : base(
            "verify",
            "Verify every byte of a data directory; exit code 1 when something is damaged or missing",
            "rocket log verify data/quickstart",
            "rocket log verify data/quickstart --json")
    {
        _store.AddTo(this);
    }

    /// <inheritdoc/>
    public override Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        using var verifier = _store.Open(context.Arguments);
        var found = verifier.Verify();
        context.Output.Write(found, OutputJson.Readable.StoreVerification, Show);
        if (found.IsSound)
            return Task.FromResult(ExitCode.Ok);
        var problems = found.Queues.Sum(queue => queue.Problems.Count);
        throw new CommandException(ExitCode.Failed, $"{found.Path} has {Figures.Count(problems, "problem")}");
    }

    private static void Show(IAnsiConsole console, StoreVerification found)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("queue");
        foreach (var figure in (string[])["segments", "batches", "records", "first offset", "end offset", "MB", "torn bytes"])
            table.AddColumn(new TableColumn(figure) { Alignment = Justify.Right });
        foreach (var queue in found.Queues)
            table.AddRow(Row(queue));
        console.Write(table);
        foreach (var queue in found.Queues)
        {
            foreach (var problem in queue.Problems)
                console.WriteLine($"{queue.Topic}/{queue.Queue}: {problem}");
        }

        var records = found.Queues.Sum(queue => queue.Records);
        console.WriteLine($"store {found.StoreName} of cluster {found.ClusterId}: {Figures.Count(records, "record")} in {Figures.Count(found.Queues.Count, "queue")}, {Verdict(found)}");
    }

    private static string[] Row(QueueVerification queue) =>
    [
        Markup.Escape($"{queue.Topic}/{queue.Queue}"),
        Figures.Count(queue.Segments),
        Figures.Count(queue.Batches),
        Figures.Count(queue.Records),
        Figures.Count(queue.FirstOffset),
        Figures.Count(queue.EndOffset),
        Figures.Megabytes(queue.Bytes).Replace(" MB", "", StringComparison.Ordinal),
        Figures.Count(queue.TornBytes),
    ];

    private static string Verdict(StoreVerification found)
    {
        if (!found.IsSound)
            return "DAMAGED";
        return found.CleanStop ? "no problems" : "no problems; the broker did not stop in order, its next start recovers";
    }
}
