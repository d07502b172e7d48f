using System.CommandLine;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Contexts;

/// <summary>A command about saved clusters. None of them needs a broker.</summary>
internal abstract class ContextCommand(string name, string description, params string[] examples) : RocketCommand(name, description, examples)
{
    /// <summary>An argument for a context's name.</summary>
    protected static Argument<string> NewName()
    {
        var argument = new Argument<string>("NAME") { Description = "The context's name" };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                result.AddError("the context's name is empty");
        });
        return argument;
    }

    /// <summary>Refuses a name that is not there.</summary>
    protected static ContextEntry Existing(ContextBook book, string name) => book.Contexts.GetValueOrDefault(name)
        ?? throw new CommandException(ExitCode.Failed, $"there is no context '{name}'; there are: {(book.Contexts.Count == 0 ? "none" : string.Join(", ", book.Contexts.Keys))}");

    /// <summary>Prints a context.</summary>
    protected static void Write(CommandContext context, string name, ContextEntry entry, bool inUse, string verb) =>
        context.Output.WriteLine(new ContextResult(name, entry.ClusterDir, inUse), OutputJson.Readable.ContextResult, result => $"{verb} {result.Name}: {result.ClusterDir}");
}
