using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>The built <c>rocket</c>, asked to stop.</summary>
public sealed class QuickstartStopTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_it_in_order_with_one_line_and_its_exit_code(string signal)
    {
        Assert.SkipWhen(signal == "INT" && InterruptIsIgnored(), "SIGINT is ignored here, as in a background job of a shell; it cannot be tested");
        using var directory = new TestDirectory();
        var data = Path.Combine(directory.Path, "data");
        var acks = Path.Combine(directory.Path, "acks");
        var input = Path.Combine(directory.Path, "input.txt");
        await File.WriteAllLinesAsync(input, Enumerable.Range(1, 2_000_000).Select(line => $"{line}"));
        using var rocket = ChildProcess.Start("rocket", "quickstart", "--data", data, "--input", input, "--acks", acks);
        await rocket.WaitUntil(() => File.Exists(acks) && new FileInfo(acks).Length > 0, "a line is acknowledged");

        rocket.Signal(signal);

        Assert.Equal(ExitCode.Interrupted, await rocket.End());
        Assert.Equal("rocket: interrupted", rocket.Error.Trim());
        var verified = await CommandRun.Of("log", "verify", data, "--json");
        Assert.Contains("\"cleanStop\":true", verified.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, verified.ExitCode);
    }

    /// <summary>An ignored signal is inherited by every child process, which cannot tell that it was not meant.</summary>
    private static bool InterruptIsIgnored()
    {
        const int interrupt = 2;
        var ignored = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) >> (interrupt - 1) & 1) == 1;
    }
}
