using System.Globalization;
using OrleansRocket.Bench.Processes;

namespace OrleansRocket.Bench.Brokers;

/// <summary>Our brokers, each in a process of its own, as a user runs them, and a connection to them.</summary>
internal sealed class SiloProcess : IRocketHost
{
    private const string BrokerName = "bench";

    /// <summary>How long it may take to serve. It is ready in a fraction of that unless the machine is busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ChildProcess> _processes;
    private readonly Func<string, ChildProgram> _program;
    private readonly RocketConnection _connection;

    private SiloProcess(Dictionary<string, ChildProcess> processes, Func<string, ChildProgram> program, RocketConnection connection, string clusterDirectory)
    {
        _program = program;
        ClusterDirectory = clusterDirectory;
        _processes = processes;
        _connection = connection;
    }

    /// <summary>Where clients find it.</summary>
    public string ClusterDirectory { get; }

    public RocketClient Client => _connection.Client;

    public TimeSpan Processor => _processes.Values.Aggregate(TimeSpan.Zero, static (sum, process) => sum + process.Processor);

    public long PrivateMemory => _processes.Values.Sum(static process => process.PrivateMemory);

    /// <summary>Starts the brokers in a directory of their own and connects to them.</summary>
    /// <exception cref="InvalidOperationException">It cannot be started, or does not serve in time.</exception>
    public static async Task<SiloProcess> Start(BenchRun run, BenchOptions options, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(run.Directory.Next("silo")).FullName;
        var cluster = Path.Combine(directory, "cluster");
        var names = Names(options);
        var processes = new Dictionary<string, ChildProcess>();
        ChildProgram ProgramOf(string name) => Program(name, names, directory, cluster, options);
        try
        {
            foreach (var name in names)
                processes.Add(name, ChildProcess.Start(ProgramOf(name)));
            foreach (var (name, process) in processes)
                await process.WaitForLine($"ready {name}", Patience, cancellationToken);
            return new SiloProcess(processes, ProgramOf, await RocketConnection.OpenAsync(cluster, cancellationToken: cancellationToken), cluster);
        }
        catch
        {
            foreach (var process in processes.Values)
                await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends a broker as <c>kill -9</c> does.</summary>
    public Task Kill(string broker) => _processes[broker].KillNow();

    /// <summary>Starts a broker again that was killed, on the data that it had.</summary>
    public async Task Restart(string broker, CancellationToken cancellationToken)
    {
        _processes[broker] = ChildProcess.Start(_program(broker));
        await _processes[broker].WaitForLine($"ready {broker}", Patience, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.DisposeAsync();
        }
        finally
        {
            foreach (var process in _processes.Values)
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
            Directory = Directory.CreateDirectory(Path.Combine(directory, name)).FullName,
            Arguments =
            [
                "--name", name, "--data", Path.Combine(directory, name, "data"), "--metadata-stores", string.Join(',', names), "--cluster", $"bench-{Environment.ProcessId}", "--cluster-dir", cluster,
                "--segment-bytes", options.SegmentBytes.ToString(CultureInfo.InvariantCulture), "--log-level", "Warning", "--stop-seconds", "5",
            ],
        };
    }
}
