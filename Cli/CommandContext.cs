using System.CommandLine;
using Microsoft.Extensions.Logging;
using OrleansRocket.Cli.Clusters;
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

    /// <summary>Connects to the cluster that the command line means.</summary>
    public Task<IClusterLink> Connect(CancellationToken cancellationToken)
    {
        // Lives as long as the process: what goes wrong while disconnecting is worth seeing too.
        var loggers = IsVerbose
            ? LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            : null;
        return Terminal.Connect(ClusterOption.Resolve(Arguments, Terminal), loggers, cancellationToken);
    }
}
