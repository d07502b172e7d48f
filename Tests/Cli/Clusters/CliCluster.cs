using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Clusters;

/// <summary>A cluster in this process that command lines talk to, shared by the tests of a class.</summary>
public class CliCluster : IAsyncLifetime
{
    /// <summary>What the command lines name; nothing lies there.</summary>
    public const string Directory = "/the/cluster";

    private RocketCluster? _cluster;

    internal RocketCluster Cluster => _cluster ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() => _cluster = await Start();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Cluster.DisposeAsync();
    }

    /// <summary>Runs a command line.</summary>
    internal Task<CommandRun> Run(params string[] args) => Run(terminal => terminal, CancellationToken.None, args);

    /// <summary>Runs a command line in another world.</summary>
    internal Task<CommandRun> Run(Func<Terminal, Terminal> world, CancellationToken cancellationToken, params string[] args) =>
        CommandRun.In(terminal => world(OverCluster(terminal, Cluster)), cancellationToken, args);

    /// <summary>Runs a command line that must succeed, and returns the lines of its output.</summary>
    internal async Task<string[]> Lines(params string[] args)
    {
        var run = await Run(args);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        Assert.Empty(run.Error);
        return run.Lines;
    }

    /// <summary>Starts the cluster: one broker.</summary>
    private protected virtual Task<RocketCluster> Start() => RocketCluster.Start();

    /// <summary>A terminal whose commands reach that cluster, and none but that.</summary>
    internal static Terminal OverCluster(Terminal terminal, RocketCluster cluster) => terminal with
    {
        Environment = name => name == ClusterOption.Variable ? Directory : null,
        Connect = (target, _, _) => Connect(target, cluster),
    };

    private static Task<IClusterLink> Connect(ClusterTarget target, RocketCluster cluster)
    {
        Assert.Equal(Directory, target.Directory);
        return Task.FromResult<IClusterLink>(new Link(cluster.NewClient()));
    }

    private sealed class Link(RocketClient client) : IClusterLink
    {
        public RocketClient Client => client;

        public ValueTask DisposeAsync() => client.DisposeAsync();
    }
}
