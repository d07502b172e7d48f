using System.Diagnostics;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Processes;

/// <summary>A broker in a process of its own, which can be killed and started again on the same data.</summary>
internal sealed class BrokerProcess(string directory) : IDisposable
{
    private Process? _process;

    /// <summary>What clients name.</summary>
    public string ClusterDirectory { get; } = Path.Combine(directory, "cluster");

    /// <summary>Starts it, and waits until it serves.</summary>
    public async Task Start()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] args = [Path.Combine(AppContext.BaseDirectory, "OrleansRocket.Silo.dll"), "--name", "broker-a", "--data", Path.Combine(directory, "data"), "--cluster", "test", "--cluster-dir", ClusterDirectory];
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        _process = Process.Start(start)!;
        var error = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(2 * RocketCluster.Patience) is { } line)
        {
            if (!line.StartsWith("ready broker-a", StringComparison.Ordinal))
                continue;
            _ = _process.StandardOutput.ReadToEndAsync();
            return;
        }

        Assert.Fail($"the broker ended before it served: {await error}");
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
