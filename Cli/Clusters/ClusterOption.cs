using System.CommandLine;
using OrleansRocket.Cli.Contexts;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Clusters;

/// <summary>Says which cluster is meant: the option, else the environment, else the context in use.</summary>
internal static class ClusterOption
{
    /// <summary>The environment variable that stands in for the option.</summary>
    public const string Variable = "ROCKET_CLUSTER_DIR";

    /// <summary><c>--cluster-dir</c>.</summary>
    public static Option<string?> Directory { get; } = NewDirectory();

    /// <summary>The cluster that is meant.</summary>
    /// <exception cref="CommandException">With <see cref="ExitCode.Usage"/>: nobody says which.</exception>
    public static ClusterTarget Resolve(ParseResult arguments, Terminal terminal)
    {
        var directory = arguments.GetValue(Directory)
            ?? NotEmpty(terminal.Environment(Variable))
            ?? ContextFile.Of(terminal).Load().InUse?.ClusterDir
            ?? throw new CommandException(ExitCode.Usage, $"no cluster is named: give --cluster-dir DIR, set {Variable}, or choose a saved one with 'rocket context use NAME'");
        return new ClusterTarget { Directory = Path.GetFullPath(directory) };
    }

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private static Option<string?> NewDirectory()
    {
        var option = new Option<string?>("--cluster-dir")
        {
            Description = $"The directory that the cluster's brokers share; else {Variable}, else the context in use",
            HelpName = "DIR",
            Recursive = true,
        };
        option.Validators.Add(PathCheck.For("--cluster-dir"));
        return option;
    }
}
