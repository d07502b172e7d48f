using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Contexts;

/// <summary><c>rocket context list</c>.</summary>
internal sealed class ContextListCommand() : ContextCommand("list", "List the saved clusters", "rocket context list", "rocket context list --json")
{
    /// <inheritdoc/>
    public override Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var book = ContextFile.Of(context.Terminal).Load();
        var contexts = book.Contexts.Select(entry => new ContextResult(entry.Key, entry.Value.ClusterDir, entry.Key == book.Current));
        context.Output.WriteAll(contexts, OutputJson.Readable.ContextResult, Show);
        return Task.FromResult(ExitCode.Ok);
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<ContextResult> contexts)
    {
        var table = Tables.New("in use", "name", "cluster directory");
        foreach (var context in contexts)
            table.AddTexts(context.InUse ? "*" : "", context.Name, context.ClusterDir);
        console.Write(table);
    }
}
