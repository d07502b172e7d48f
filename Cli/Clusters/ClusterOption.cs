using System.CommandLine;
using OrleansRocket.Cli.Contexts;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Silo.Configuration;

namespace OrleansRocket.Cli.Clusters;

/// <summary>Says which cluster is meant: an option, else the environment, else the context in use.</summary>
internal static class ClusterOption
{
    /// <summary>The environment variable that stands in for the option.</summary>
    public const string Variable = "ROCKET_CLUSTER_DIR";

    /// <summary>The one for <c>--redis</c>.</summary>
    public const string RedisVariable = "ROCKET_REDIS";

    /// <summary><c>--cluster-dir</c>.</summary>
    public static Option<string?> Directory { get; } = NewDirectory();

    private static Option<string?> Redis { get; } = NewRedis();

    private static Option<string?> Cluster { get; } = new("--cluster")
    {
        Description = $"The cluster's name, for --redis. Default: {Settings.Cluster.Default}",
        HelpName = "NAME",
        Recursive = true,
    };

    /// <summary>Adds the options to the command line.</summary>
    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Directory);
        root.Options.Add(Redis);
        root.Options.Add(Cluster);
    }

    /// <summary>The cluster that is meant.</summary>
    /// <exception cref="CommandException">With <see cref="ExitCode.Usage"/>: nobody says which, or two are named.</exception>
    public static ClusterTarget Resolve(ParseResult arguments, Terminal terminal)
    {
        var (directory, redis) = (arguments.GetValue(Directory), arguments.GetValue(Redis));
        if (directory is not null && redis is not null)
            throw new CommandException(ExitCode.Usage, "--cluster-dir and --redis are both given; a cluster is kept in one of them");
        if (directory is null && redis is null)
        {
            directory = NotEmpty(terminal.Environment(Variable));
            redis = directory is null ? NotEmpty(terminal.Environment(RedisVariable)) : null;
        }

        if (redis is not null)
            return new ClusterTarget { Redis = redis, Cluster = arguments.GetValue(Cluster) ?? Settings.Cluster.Default };
        directory ??= ContextFile.Of(terminal).Load().InUse?.ClusterDir
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

    private static Option<string?> NewRedis()
    {
        var option = new Option<string?>("--redis")
        {
            Description = $"The Redis in which the members of a cluster of several machines are kept; else {RedisVariable}. Microsoft Orleans only",
            HelpName = "HOST:PORT",
            Recursive = true,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !ValueKinds.IsHostAndPort(result.Tokens[0].Value))
                result.AddError($"--redis is '{result.Tokens[0].Value}'; it must be HOST:PORT");
        });
        return option;
    }
}
