using System.Text.Json;
using System.Xml.Linq;
using OrleansRocket.Bench.Commands;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Bench;

/// <summary>Every bench runs, says what it measured, and leaves nothing behind; and a command line that makes no sense is refused.</summary>
public sealed class BenchCommandTests
{
    private static readonly string[] Brief = ["--seconds", "0.05", "--max-bytes", "16777216", "--segment-bytes", "1048576", "--topics", "3", "--in-process", "--json"];

    public static TheoryData<string, string[]> Benches => new()
    {
        { "limit", ["warm copy", "cold copy", "memory copy", "warm checksum", "flush of a block"] },
        { "append", ["fresh segments", "reused segments", "burst into warm segments"] },
        { "read", ["as it is", "verified", "verified, each record decoded"] },
        { "call", ["1 at once", "64 at once"] },
        { "produce", ["64 awaited single sends", "16 senders, batches"] },
        { "consume", ["one consumer"] },
        { "filter", ["SQL92, 1 in 100 matches", "tags, 1 in 100 matches"] },
        { "latency", ["one sender, one by one"] },
        { "topics", ["1 topic, batches", "3 topics, batches", "1 topic, single sends", "3 topics, single sends"] },
    };

    [Theory]
    [MemberData(nameof(Benches))]
    public async Task A_bench_reports_its_cases_beside_the_machines_limits_and_removes_its_data(string bench, string[] cases)
    {
        using var directory = new TestDirectory();
        var (exit, output, errors) = await Run([bench, .. Brief, "--data", directory.Path]);
        Assert.True(exit == 0, errors);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));

        using var report = JsonDocument.Parse(output);
        var machine = report.RootElement.GetProperty("machine");
        Assert.Equal(Environment.ProcessorCount, machine.GetProperty("cores").GetInt32());
        Assert.NotEmpty(machine.GetProperty("engine").GetString()!);
        var figures = report.RootElement.GetProperty("figures").EnumerateArray().ToList();
        Assert.All(figures, figure => Assert.Equal(bench, figure.GetProperty("bench").GetString()));
        Assert.All(cases, name => Assert.Contains(figures, figure => figure.GetProperty("case").GetString() == name));
        Assert.All(figures, figure => Assert.True(figure.GetProperty("perSecond").GetDouble() > 0, figure.ToString()));
        if (bench != "limit")
            Assert.All(figures, figure => Assert.True(figure.GetProperty("ratio").GetDouble() > 0, figure.ToString()));
    }

    [Fact]
    public async Task Queries_find_every_key_and_id_that_was_sent()
    {
        var (exit, output, errors) = await Run(["query", .. Brief, "--messages", "20000"]);
        Assert.True(exit == 0, errors);
        using var report = JsonDocument.Parse(output);
        Assert.Equal(
            ["keyed messages, no key index", "keyed messages, key index", "by key, one by one", "by key, 16 at once", "by id, one by one", "a key that is not there"],
            report.RootElement.GetProperty("figures").EnumerateArray().Select(figure => figure.GetProperty("case").GetString()));
    }

    [Fact]
    public async Task Sync_flushes_are_compared_with_the_disk()
    {
        var (exit, output, errors) = await Run(["append", .. Brief, "--flush", "sync"]);
        Assert.True(exit == 0, errors);
        using var report = JsonDocument.Parse(output);
        Assert.All(report.RootElement.GetProperty("figures").EnumerateArray(), figure => Assert.Equal("flush of a block", figure.GetProperty("limit").GetString()));
    }

    [Fact]
    public async Task Without_json_there_is_a_table()
    {
        var (exit, output, errors) = await Run(["read", .. Brief.Except(["--json"])]);
        Assert.True(exit == 0, errors);
        Assert.Contains("verified, each record decoded", output, StringComparison.Ordinal);
        Assert.Contains("of the limit", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--seconds is '0'; it must be a number from 0.05 to 3600", "append", "--seconds", "0")]
    [InlineData("--seconds is 'soon'; it must be a number from 0.05 to 3600", "append", "--seconds", "soon")]
    [InlineData("--message-size is '-1'; it must be a number from 1 to 4194304", "read", "--message-size", "-1")]
    [InlineData("--batch is '1.5'; it must be a number from 1 to 65536", "read", "--batch", "1.5")]
    [InlineData("--flush is 'never'; it must be async or sync", "append", "--flush", "never")]
    [InlineData("--segment-bytes is '1'; it must be a number from 1048576 to 1073741824", "append", "--segment-bytes", "1")]
    [InlineData("--batch 10000 with --message-size 5000 is more than a batch can hold; the limit is 8388608 bytes", "all", "--batch", "10000", "--message-size", "5000")]
    [InlineData("--senders is '0'; it must be a number from 1 to 10000", "produce", "--senders", "0")]
    [InlineData("--window is '10001'; it must be a number from 1 to 10000", "produce", "--window", "10001")]
    [InlineData("--topics is 'many'; it must be a number from 1 to 100000", "topics", "--topics", "many")]
    [InlineData("--systems has 'kafka'; it must be some of rocket,nats,redis,rabbitmq", "peers", "--systems", "nats,kafka")]
    [InlineData("--in-process and --cluster-dir here exclude each other", "produce", "--in-process", "--cluster-dir", "here")]
    [InlineData("Unrecognized command or argument '--fast'.", "append", "--fast")]
    [InlineData("Required command was not provided.")]
    public async Task What_makes_no_sense_is_refused_in_one_line(string expected, params string[] arguments)
    {
        var (exit, output, errors) = await Run(arguments);
        Assert.Equal(2, exit);
        Assert.Equal($"bench: {expected}", errors.TrimEnd());
        Assert.Empty(output);
    }

    [Fact]
    public async Task Every_option_reaches_the_bench()
    {
        var (exit, output, errors) = await Run(["latency", "--seconds", "0.05", "--rounds", "2", "--message-size", "100", "--senders", "3", "--window", "5", "--batch", "7", "--topics", "9",
            "--queues", "2", "--flush", "sync", "--in-process", "--json"]);
        Assert.True(exit == 0, errors);
        using var report = JsonDocument.Parse(output);
        var options = report.RootElement.GetProperty("options");
        var given = new[] { "rounds", "messageSize", "senders", "window", "batch", "topics", "queues" }.Select(name => options.GetProperty(name).GetInt32());
        Assert.Equal([2, 100, 3, 5, 7, 9, 2], given);
        Assert.Equal("sync", options.GetProperty("flush").GetString());
        Assert.Equal(2, Assert.Single(report.RootElement.GetProperty("figures").EnumerateArray()).GetProperty("rounds").GetInt32());
    }

    [Fact]
    public async Task A_plot_is_written_beside_the_report()
    {
        using var directory = new TestDirectory();
        var plot = Path.Combine(directory.Path, "plot.svg");
        var (exit, _, errors) = await Run(["read", .. Brief, "--plot", plot]);
        Assert.True(exit == 0, errors);
        var svg = XDocument.Load(plot).Root!;
        Assert.Contains(svg.Descendants(), element => element.Value == "verified, each record decoded");
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_unreachable_in_one_line()
    {
        using var directory = new TestDirectory();
        var (exit, output, errors) = await Run(["latency", "--seconds", "0.05", "--cluster-dir", Path.Combine(directory.Path, "none")]);
        Assert.True(exit == 3, $"{exit}: {errors}");
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_is_a_failure_in_one_line()
    {
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "file");
        await File.WriteAllTextAsync(file, "in the way");
        var (exit, output, errors) = await Run(["limit", .. Brief, "--data", file]);
        Assert.Equal(1, exit);
        Assert.Contains(file, Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(output);
    }

    private static async Task<(int Exit, string Output, string Errors)> Run(string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await BenchCommandLine.Run(arguments, output, errors);
        return (exit, output.ToString(), errors.ToString());
    }
}
