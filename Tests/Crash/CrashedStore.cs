using System.Diagnostics;
using OrleansRocket.Log.Faults;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>A data directory whose processes are killed at fault points.</summary>
internal sealed class CrashedStore : IDisposable
{
    /// <summary>What the shell and .NET report of a process that SIGKILL has ended.</summary>
    public const int Killed = 128 + 9;

    private readonly TestDirectory _directory = new();

    public string Data => Path.Combine(_directory.Path, "data");

    public string Acks => Path.Combine(_directory.Path, "acks");

    /// <summary>Lets the workload run in a process of its own.</summary>
    /// <param name="faultPoint">Where it dies, as <c>name:n</c>; null for nowhere.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> Live(string? faultPoint)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "OrleansRocket.CrashHost.dll"));
        start.ArgumentList.Add(Data);
        start.ArgumentList.Add(Acks);
        start.Environment[FaultPoint.Variable] = faultPoint ?? "";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(4 * RocketCluster.Patience);
        Assert.True(process.ExitCode is 0 or Killed, $"{faultPoint}: it ended with {process.ExitCode}: {await error}");
        return process.ExitCode;
    }

    public void Dispose() => _directory.Dispose();
}
