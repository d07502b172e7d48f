using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Deploy;

/// <summary>A cluster that <c>deploy/local/cluster.sh</c> runs in a directory of its own. None of its brokers outlives the test.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private readonly TestDirectory _directory = new();

    private static string Script => DeployedBroker.PathOf("local", "cluster.sh");

    public string Directory => Path.Combine(_directory.Path, "cluster");

    /// <summary>Runs a command with <c>--dir</c>.</summary>
    public Task<ProgramRun> Run(params string[] args)
    {
        var program = ProgramRun.Find("bash");
        var built = new Dictionary<string, string>
        {
            ["ROCKET_SILO"] = Path.Combine(AppContext.BaseDirectory, "OrleansRocket.Silo.dll"),
            ["ROCKET_CLI"] = Path.Combine(AppContext.BaseDirectory, "rocket.dll"),
            ["ROCKET_LOCAL_DIR"] = Directory,
        };
        return ProgramRun.Of(program, [Script, .. args], built);
    }

    /// <summary>Runs a command that has to succeed.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> Do(params string[] args)
    {
        var run = await Run(args);
        Assert.True(run.ExitCode == 0, $"cluster.sh {string.Join(' ', args)}: exit code {run.ExitCode}: {run.Error}");
        return run.Out;
    }

    /// <summary>Runs a command that has to fail with one line.</summary>
    public async Task Refuses(int exitCode, string part, params string[] args)
    {
        var run = await Run(args);
        Assert.Contains(part, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.StartsWith("cluster.sh: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
    }

    /// <summary>What <c>status</c> says about a broker: its process, and its state.</summary>
    public async Task<(string ProcessId, string State)> StateOf(string name)
    {
        var lines = (await Run("status")).Out.Split('\n');
        var words = lines.First(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (words[1], words[2]);
    }

    public async ValueTask DisposeAsync()
    {
        var brokers = Path.Combine(Directory, "brokers");
        if (System.IO.Directory.Exists(brokers))
        {
            foreach (var broker in System.IO.Directory.GetFiles(brokers).Select(Path.GetFileName))
                await Run("kill", broker!);
        }

        _directory.Dispose();
    }
}
