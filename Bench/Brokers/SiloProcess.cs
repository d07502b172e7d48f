using System.Globalization;
using OrleansRocket.Bench.Processes;

namespace OrleansRocket.Bench.Brokers;

/// <summary>Our broker in a process of its own, as a user runs it, and a connection to it.</summary>
internal sealed class SiloProcess : IRocketHost
{
    private const string BrokerName = "bench";

    /// <summary>How long it may take to serve. It is ready in a fraction of that unless the machine is busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly RocketConnection _connection;

    private SiloProcess(ChildProcess process, RocketConnection connection, string clusterDirectory)
    {
        ClusterDirectory = clusterDirectory;
        _process = process;
        _connection = connection;
    }

    /// <summary>Where clients find it.</summary>
    public string ClusterDirectory { get; }

    public RocketClient Client => _connection.Client;

    public TimeSpan Processor => _process.Processor;

    /// <summary>Starts the broker in a directory of its own and connects to it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be started, or does not serve in time.</exception>
    public static async Task<SiloProcess> Start(BenchRun run, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(run.Directory.Next("silo")).FullName;
        var cluster = Path.Combine(directory, "cluster");
        var process = ChildProcess.Start(Program(directory, cluster, run.Options));
        try
        {
            await process.WaitForLine($"ready {BrokerName}", Patience, cancellationToken);
            return new SiloProcess(process, await RocketConnection.OpenAsync(cluster, cancellationToken: cancellationToken), cluster);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.DisposeAsync();
        }
        finally
        {
            await _process.DisposeAsync();
        }
    }

    private static ChildProgram Program(string directory, string cluster, BenchOptions options)
    {
        var path = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "OrleansRocket.Silo.exe" : "OrleansRocket.Silo");
        return new ChildProgram(path)
        {
            Name = "the broker",
            Directory = directory,
            Arguments =
            [
                "--name", BrokerName, "--data", Path.Combine(directory, "data"), "--cluster", $"bench-{Environment.ProcessId}", "--cluster-dir", cluster,
                "--segment-bytes", options.SegmentBytes.ToString(CultureInfo.InvariantCulture), "--log-level", "Warning", "--stop-seconds", "5",
            ],
        };
    }
}
