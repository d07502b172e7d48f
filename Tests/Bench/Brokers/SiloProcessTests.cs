using System.Diagnostics;
using OrleansRocket.Bench;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Commands;
using OrleansRocket.Bench.Processes;
using OrleansRocket.Log.Store;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Bench.Brokers;

/// <summary>The broker as a process of its own: used like any other, and never left behind.</summary>
public sealed class SiloProcessTests
{
    private static readonly string[] Brief = ["--seconds", "0.05", "--max-bytes", "16777216", "--segment-bytes", "1048576"];

    [Theory]
    [InlineData("produce", "socket stream")]
    [InlineData("consume", "socket stream")]
    [InlineData("pop", "socket echo")]
    public async Task A_bench_starts_a_broker_of_its_own_and_leaves_nothing(string bench, string limit)
    {
        using var directory = new TestDirectory();
        var (exit, output, errors) = await Run([bench, .. Brief, "--data", directory.Path], TestContext.Current.CancellationToken);
        Assert.True(exit == 0, errors);
        Assert.Contains(limit, output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
        Assert.Empty(BrokersIn(directory.Path));
    }

    [Fact]
    public async Task A_cluster_that_runs_already_is_measured_and_left_as_it_was()
    {
        using var directory = new TestDirectory();
        using var run = RunIn(directory.Path);
        await using var broker = await SiloProcess.Start(run, run.Options, TestContext.Current.CancellationToken);
        var (exit, _, errors) = await Run(["latency", .. Brief, "--cluster-dir", broker.ClusterDirectory], TestContext.Current.CancellationToken);
        Assert.True(exit == 0, errors);
        Assert.Empty(await broker.Client.Topics.ListAsync());
    }

    [Fact]
    public async Task An_interrupted_bench_leaves_no_broker_behind()
    {
        using var directory = new TestDirectory();
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = Run(["latency", "--seconds", "600", "--data", directory.Path], interrupt.Token);
        await Until.True(() => Task.FromResult(BrokersIn(directory.Path).Count == 1), "the broker runs");
        await interrupt.CancelAsync();
        var (exit, _, errors) = await running;
        Assert.Equal((130, "bench: interrupted"), (exit, errors.TrimEnd()));
        Assert.Empty(BrokersIn(directory.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    private static BenchRun RunIn(string directory) =>
        new(new BenchOptions { Data = directory, Flush = FlushMode.Async }, _ => { }, Programs.OfMachine());

    /// <summary>The processes that work on a directory, by their command lines.</summary>
    private static List<int> BrokersIn(string directory)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "command lines are read from /proc, which is not here");
        return [.. Process.GetProcesses().Select(process => process.Id).Where(process => process != Environment.ProcessId && CommandLineOf(process).Contains(directory, StringComparison.Ordinal))];
    }

    private static string CommandLineOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<(int Exit, string Output, string Errors)> Run(string[] arguments, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await BenchCommandLine.Run(arguments, output, errors, cancellationToken: cancellationToken);
        return (exit, output.ToString(), errors.ToString());
    }
}
