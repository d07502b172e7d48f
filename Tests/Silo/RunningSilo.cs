using OrleansRocket.Brokers;
using OrleansRocket.Silo.Commands;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Silo;

/// <summary>A broker that a command line runs in this process, with all that belongs to it but the process.</summary>
internal sealed class RunningSilo : IAsyncDisposable
{
    private readonly LockedWriter _out = new();
    private readonly LockedWriter _error = new();
    private readonly HttpClient _http = new();
    private readonly Task<int> _run;
    private Action? _stop;

    private RunningSilo(string[] args) =>
        _run = Task.Run(() => SiloCommandLine.Run(args, SiloCommandRun.Terminal(_out, _error, null, null, stop => _stop = stop)));

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    /// <summary>The address for health and metrics, of the ready line.</summary>
    public string Address => Out[Out.IndexOf("http://", StringComparison.Ordinal)..].Trim();

    /// <summary>Starts a broker on data below a directory, and waits until it serves.</summary>
    public static async Task<RunningSilo> Start(TestDirectory directory, string name, params string[] args)
    {
        var silo = Begin(directory, name, args);
        await Until.True(() => silo.SaysReady(), $"broker {name} is ready: {silo.Error}");
        return silo;
    }

    /// <summary>As <see cref="Start"/>, without waiting.</summary>
    public static RunningSilo Begin(TestDirectory directory, string name, params string[] args) => new(Arguments(directory, name, args));

    /// <summary>The arguments that every broker of the tests has, with others added or in their place.</summary>
    public static string[] Arguments(TestDirectory directory, string name, params string[] others)
    {
        var arguments = new Dictionary<string, string>
        {
            ["--name"] = name,
            ["--data"] = Path.Combine(directory.Path, name),
            ["--cluster"] = "test",
            ["--cluster-dir"] = ClusterDirectory(directory),
            ["--log-level"] = "None",
        };
        foreach (var pair in others.Chunk(2))
            arguments[pair[0]] = pair[1];
        return [.. arguments.SelectMany(argument => new[] { argument.Key, argument.Value })];
    }

    public static string ClusterDirectory(TestDirectory directory) => Path.Combine(directory.Path, "cluster");

    public async Task<(int Status, string Body)> Get(string path)
    {
        using var response = await _http.GetAsync(new Uri(Address + path));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Asks it to stop, as SIGTERM does, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Stop()
    {
        _stop!();
        return await _run.WaitAsync(RocketCluster.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_run.IsCompleted)
            await Stop();
        _http.Dispose();
    }

    /// <summary>The status of a broker, over a connection of its own.</summary>
    public static async Task<BrokerStatus> Status(TestDirectory directory, string name)
    {
        await using var connection = await RocketConnection.OpenAsync(ClusterDirectory(directory));
        return await connection.Cluster.GetGrain<IBrokerGrain>(name).Status();
    }

    private async Task<bool> SaysReady()
    {
        if (_run.IsCompleted)
            Assert.Fail($"it ended with exit code {await _run}: {Error}");
        return Out.Contains('\n', StringComparison.Ordinal);
    }
}
