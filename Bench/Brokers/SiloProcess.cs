using System.Globalization;
using OrleansRocket.Bench.Processes;

namespace OrleansRocket.Bench.Brokers;

/// <summary>Our brokers, each in a process of its own, as a user runs them, and a connection to them.</summary>
internal sealed class SiloProcess : IRocketHost
{
    private const string BrokerName = "bench";

    /// <summary>How long it may take to serve. It is ready in a fraction of that unless the machine is busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<ChildProcess> _processes;
    private readonly RocketConnection _connection;

    private SiloProcess(List<ChildProcess> processes, RocketConnection connection, string clusterDirectory)
    {
        ClusterDirectory = clusterDirectory;
        _processes = processes;
        _connection = connection;
    }

    /// <summary>Where clients find it.</summary>
    public string ClusterDirectory { get; }

    public RocketClient Client => _connection.Client;

    public TimeSpan Processor => _processes.Aggregate(TimeSpan.Zero, static (sum, process) => sum + process.Processor);

    /// <summary>Starts the brokers in a directory of their own and connects to them.</summary>
    /// <exception cref="InvalidOperationException">It cannot be started, or does not serve in time.</exception>
    public static async Task<SiloProcess> Start(BenchRun run, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(run.Directory.Next("silo")).FullName;
        var cluster = Path.Combine(directory, "cluster");
        var names = Names(run.Options);
        var processes = new List<ChildProcess>();
        try
        {
            foreach (var name in names)
                processes.Add(ChildProcess.Start(Program(name, names, directory, cluster, run.Options)));
            for (var broker = 0; broker < names.Count; broker++)
                await processes[broker].WaitForLine($"ready {names[broker]}", Patience, cancellationToken);
            return new SiloProcess(processes, await RocketConnection.OpenAsync(cluster, cancellationToken: cancellationToken), cluster);
        }
        catch
        {
            foreach (var process in processes)
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
            foreach (var process in _processes)
                await process.DisposeAsync();
        }
    }

    private static List<string> Names(BenchOptions options)
    {
        var needed = new TopicConfig { Topic = BrokerName, Replication = options.Replication }.ReplicaCount;
        return [.. Enumerable.Range(1, options.Brokers == 0 ? needed : options.Brokers).Select(number => $"{BrokerName}-{number}")];
    }

    private static ChildProgram Program(string name, List<string> names, string directory, string cluster, BenchOptions options)
    {
        var path = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "OrleansRocket.Silo.exe" : "OrleansRocket.Silo");
        return new ChildProgram(path)
        {
            Name = $"broker {name}",
            Directory = directory,
            Arguments =
            [
                "--name", name, "--data", Path.Combine(directory, name), "--metadata-stores", string.Join(',', names), "--cluster", $"bench-{Environment.ProcessId}", "--cluster-dir", cluster,
                "--segment-bytes", options.SegmentBytes.ToString(CultureInfo.InvariantCulture), "--log-level", "Warning", "--stop-seconds", "5",
            ],
        };
    }
}
