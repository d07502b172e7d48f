using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>Three brokers, each in a process of its own, which keep the metadata together; and commands of <c>rocket</c> that use them.</summary>
internal sealed class BrokerCluster : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly List<ChildProcess> _commands = [];
    private readonly Dictionary<string, ChildProcess> _brokers = [];

    public static string[] Names { get; } = ["broker-a", "broker-b", "broker-c"];

    public string ClusterDirectory => Path.Combine(_directory.Path, "c");

    /// <summary>A file beside the data.</summary>
    public string File(string name) => Path.Combine(_directory.Path, name);

    /// <summary>The data of a broker.</summary>
    public string Data(string broker) => File(broker);

    /// <summary>Starts all and waits until they serve.</summary>
    public async Task StartAll()
    {
        foreach (var name in Names)
            Begin(name);
        foreach (var name in Names)
            await _brokers[name].WaitUntilSaid($"ready {name}");
    }

    /// <summary>Starts one, on the same data each time, and waits until it serves.</summary>
    public async Task Start(string broker)
    {
        Begin(broker);
        await _brokers[broker].WaitUntilSaid($"ready {broker}");
    }

    public Task Kill(string broker) => _brokers[broker].Kill();

    /// <summary>Stops one in order.</summary>
    public async Task Stop(string broker)
    {
        _brokers[broker].Signal("TERM");
        Assert.True(await _brokers[broker].End() == 0, _brokers[broker].Error);
    }

    /// <summary>Starts a command that goes on while the test does something else.</summary>
    public ChildProcess Command(params string[] args)
    {
        var command = ChildProcess.Start("rocket", [.. args, "--cluster-dir", ClusterDirectory]);
        _commands.Add(command);
        return command;
    }

    public void Dispose()
    {
        _commands.ForEach(command => command.Dispose());
        foreach (var broker in _brokers.Values)
            broker.Dispose();
        _directory.Dispose();
    }

    private void Begin(string broker)
    {
        if (_brokers.Remove(broker, out var before))
            before.Dispose();
        _brokers[broker] = ChildProcess.Start(
            "OrleansRocket.Silo", "--name", broker, "--data", Data(broker), "--cluster", "crash", "--cluster-dir", ClusterDirectory, "--metadata-stores", string.Join(',', Names));
    }
}
