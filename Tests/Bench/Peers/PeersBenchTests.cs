using System.Text.Json;
using OrleansRocket.Bench.Commands;
using OrleansRocket.Bench.Processes;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Bench.Peers;

/// <summary>Every peer that is installed does all of the work, and one that is not is named with what installs it.</summary>
public sealed class PeersBenchTests
{
    private static readonly string[] Brief = ["peers", "--seconds", "0.05", "--max-bytes", "16777216", "--queues", "2", "--window", "8", "--senders", "2", "--batch", "10", "--topics", "2", "--json"];
    private static readonly string[] Work = ["awaited single sends", "batches", "one by one", "consume as a group"];

    [Fact]
    public async Task Peers_that_are_missing_are_left_out_and_named_with_the_command_that_installs_them()
    {
        using var empty = new TestDirectory();
        using var report = await Run([.. Brief, "--systems", "nats,redis,rabbitmq"], new Programs([empty.Path]));
        Assert.Empty(report.RootElement.GetProperty("figures").EnumerateArray());
        string[] expected =
        [
            "NATS JetStream is not installed and was left out: apt-get install nats-server",
            "Redis Streams is not installed and was left out: apt-get install redis-server",
            "RabbitMQ is not installed and was left out: apt-get install rabbitmq-server",
        ];
        Assert.Equal(expected, Notes(report));
    }

    [Theory]
    [InlineData("nats", "nats-server")]
    [InlineData("redis", "redis-server")]
    [InlineData("rabbitmq", "rabbitmq-server")]
    public async Task A_peer_does_all_of_the_work_and_leaves_nothing(string system, string program)
    {
        if (Programs.OfMachine().Find(program) is null)
            Assert.Skip($"{program} is not installed: apt-get install {program}");
        using var directory = new TestDirectory();
        using var report = await Run([.. Brief, "--systems", system, "--data", directory.Path], Programs.OfMachine());
        var figures = report.RootElement.GetProperty("figures").EnumerateArray().ToList();
        var cases = figures.Select(figure => figure.GetProperty("case").GetString()!).ToList();
        Assert.Equal(Work, cases.Take(Work.Length));
        Assert.All(figures, figure => Assert.True(figure.GetProperty("count").GetInt64() > 0, figure.ToString()));
        Assert.True(cases.Contains("awaited single sends, flushed") || Notes(report).Any(note => note.Contains("left out where each message is flushed", StringComparison.Ordinal)), report.RootElement.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task Our_figures_stand_beside_what_is_asked_for()
    {
        using var report = await Run([.. Brief, "--systems", "rocket", "--in-process"], Programs.OfMachine());
        var goals = report.RootElement.GetProperty("goals").EnumerateArray().ToDictionary(goal => goal.GetProperty("workload").GetString()!);
        Assert.Equal(150_000, goals["awaited single sends"].GetProperty("asked").GetDouble());
        Assert.Equal(145_000, goals["consume as a group"].GetProperty("rocketMq").GetDouble());
        Assert.True(goals["one by one"].GetProperty("best").GetDouble() > 0);
        Assert.Contains("x one topic: 2 topics, batches", goals.Keys);
        Assert.DoesNotContain(goals.Keys, goal => goal.Contains("NATS", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Notes(JsonDocument report) => report.RootElement.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!);

    private static async Task<JsonDocument> Run(string[] arguments, Programs programs)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await BenchCommandLine.Run(arguments, output, errors, progress: null, programs, TestContext.Current.CancellationToken);
        Assert.True(exit == 0, errors.ToString());
        return JsonDocument.Parse(output.ToString());
    }
}
