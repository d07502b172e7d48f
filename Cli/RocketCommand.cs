using System.CommandLine;
using OrleansRocket.Cli.Help;

namespace OrleansRocket.Cli;

/// <summary>A command that does something; <see cref="RocketCommandLine"/> runs it and deals with its failures.</summary>
internal abstract class RocketCommand(string name, string description, params string[] examples) : Command(name, description), IHasExamples
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public abstract Task<int> Run(CommandContext context, CancellationToken cancellationToken);
}
