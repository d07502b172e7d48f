using System.CommandLine;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli;

/// <summary>What a command runs with.</summary>
/// <param name="Terminal">The world outside.</param>
/// <param name="Arguments">The parsed command line.</param>
internal sealed record CommandContext(Terminal Terminal, ParseResult Arguments)
{
    /// <summary>Where results go.</summary>
    public CommandOutput Output { get; } = new(Terminal, Arguments.GetValue(GlobalOptions.Json));

    /// <summary>Whether to show what goes on inside.</summary>
    public bool IsVerbose => Arguments.GetValue(GlobalOptions.Verbose);
}
