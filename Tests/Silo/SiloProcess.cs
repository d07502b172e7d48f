using System.Diagnostics;
using System.Globalization;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Silo;

/// <summary>The built broker in a process of its own.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly Process _process;
    private readonly LockedWriter _out = new();
    private readonly LockedWriter _error = new();

    private SiloProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        process.OutputDataReceived += (_, line) => Add(_out, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id { get; }

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public static SiloProcess Begin(params string[] args)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "OrleansRocket.Silo.dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return new SiloProcess(Process.Start(start)!);
    }

    /// <summary>Starts a broker and waits until it serves.</summary>
    public static async Task<SiloProcess> Start(params string[] args)
    {
        var silo = Begin(args);
        await Until.True(
            () =>
            {
                Assert.False(silo._process.HasExited, $"it ended before it was ready: {silo.Error}");
                return Task.FromResult(silo.Out.StartsWith("ready ", StringComparison.Ordinal));
            },
            "the broker is ready");
        return silo;
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public Task Kill()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> End()
    {
        await _process.WaitForExitAsync().WaitAsync(RocketCluster.Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static void Add(LockedWriter text, string? line)
    {
        if (line is not null)
            text.WriteLine(line);
    }
}
