using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>A broker in a process of its own, with a directory for its data and its cluster; and commands of <c>rocket</c> that use it.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private const string Name = "broker-a";

    private readonly TestDirectory _directory = new();
    private readonly List<ChildProcess> _commands = [];
    private ChildProcess? _broker;

    public string ClusterDirectory => Path.Combine(_directory.Path, "c");

    public string Data => Path.Combine(_directory.Path, "data");

    public int Id => _broker!.Id;

    public string Error => _broker!.Error;

    /// <summary>A file beside the data.</summary>
    public string File(string name) => Path.Combine(_directory.Path, name);

    /// <summary>Starts it, on the same data each time, and waits until it serves.</summary>
    public async Task Start()
    {
        _broker?.Dispose();
        _broker = ChildProcess.Start("OrleansRocket.Silo", "--name", Name, "--data", Data, "--cluster", "crash", "--cluster-dir", ClusterDirectory);
        await _broker.WaitUntilSaid($"ready {Name}");
    }

    public Task Kill() => _broker!.Kill();

    /// <summary>Stops it in order.</summary>
    public async Task Stop()
    {
        _broker!.Signal("TERM");
        Assert.Equal(0, await _broker.End());
    }

    /// <summary>Starts a command that goes on while the test does something else.</summary>
    public ChildProcess Begin(params string[] args)
    {
        var command = ChildProcess.Start("rocket", [.. args, "--cluster-dir", ClusterDirectory]);
        _commands.Add(command);
        return command;
    }

    /// <summary>Runs a command to its end, which has to be a good one.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> Run(params string[] args)
    {
        var command = Begin(args);
        Assert.True(await command.End() == 0, $"rocket {string.Join(' ', args)}: {command.Error}");
        return command.Out;
    }

    public void Dispose()
    {
        _commands.ForEach(command => command.Dispose());
        _broker?.Dispose();
        _directory.Dispose();
    }
}
