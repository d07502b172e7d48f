using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OrleansRocket.Tests.Clusters;

/// <summary>A program of this repository in a process of its own; killed when the test is over, if it still runs.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(_out, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Out => Text(_out);

    public string Error => Text(_error);

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="assembly">Its assembly, without <c>.dll</c>.</param>
    /// <param name="args">Its arguments.</param>
    public static ChildProcess Start(string assembly, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>SIGKILL: nothing of it runs any more when the task ends.</summary>
    public Task Kill()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for something that it does; fails with what it said when it ends before, or takes too long.</summary>
    public async Task WaitUntil(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.False(HasEnded, $"it ended before {what}: {Error}");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < 2 * RocketCluster.Patience, $"waited too long until {what}: {Error}");
            await Task.Delay(5);
        }
    }

    /// <summary>Waits until it has said something on standard output.</summary>
    public Task WaitUntilSaid(string text) => WaitUntil(() => Out.Contains(text, StringComparison.Ordinal), $"it says '{text}'");

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> End()
    {
        await _process.WaitForExitAsync().WaitAsync(2 * RocketCluster.Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
            text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
