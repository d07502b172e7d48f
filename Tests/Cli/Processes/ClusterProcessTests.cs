using System.Diagnostics;
using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Crash;

namespace OrleansRocket.Tests.Cli.Processes;

/// <summary>A broker and the built command line, each in a process of its own.</summary>
public sealed class ClusterProcessTests : IAsyncLifetime
{
    private readonly TestDirectory _directory = new();
    private readonly BrokerProcess _broker;

    public ClusterProcessTests() => _broker = new BrokerProcess(_directory.Path);

    private string Acks => Path.Combine(_directory.Path, "acks");

    private string Output => Path.Combine(_directory.Path, "output");

    public async ValueTask InitializeAsync()
    {
        await _broker.Start();
        await Run("topic", "create", "orders", "--queues", "2");
    }

    public ValueTask DisposeAsync()
    {
        _broker.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Producer_and_consumer_go_on_by_themselves_when_the_broker_is_killed_and_started_again()
    {
        const int lines = 300_000;
        using var consumer = Start("consume", "orders", "--group", "g", "--count", $"{lines}", "--json", "--output", Output);
        using var producer = Start("produce", "orders", "--file", WriteInput(lines), "--acks", Acks);
        foreach (var part in new[] { 0L, 300_000 })
        {
            await producer.WaitUntil(() => Size(Acks) > part, "some lines are acknowledged");
            await _broker.Kill();
            await _broker.Start();
        }

        Assert.Equal((ExitCode.Ok, ""), (await producer.End(), producer.Error.Trim()));
        Assert.Equal((ExitCode.Ok, ""), (await consumer.End(), consumer.Error.Trim()));
        Assert.Equal(Enumerable.Range(1, lines).Select(line => $"{line}"), File.ReadLines(Acks));
        var last = new Dictionary<int, int>();
        var seen = new HashSet<int>();
        foreach (var line in File.ReadLines(Output))
        {
            using var message = JsonDocument.Parse(line);
            var (queue, number) = (message.RootElement.GetProperty("queue").GetInt32(), int.Parse(message.RootElement.GetProperty("body").GetString()!, null));
            Assert.True(seen.Add(number), $"line {number} came twice");
            Assert.True(last.GetValueOrDefault(queue) < number, $"line {number} came after {last.GetValueOrDefault(queue)} in queue {queue}");
            last[queue] = number;
        }

        Assert.Equal(lines, seen.Count);
    }

    [Fact]
    public async Task A_broker_that_is_gone_is_unreachable_in_one_line_that_names_the_directory()
    {
        await _broker.Kill();

        foreach (var command in new[] { "topic list", "produce orders", "consume orders --group g", "group list", "cluster list" })
        {
            using var rocket = Start(command.Split(' '));
            Assert.Equal(ExitCode.Unreachable, await rocket.End());
            var line = Assert.Single(rocket.Error.Trim().Split('\n'));
            Assert.Contains($"'{_broker.ClusterDirectory}'", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_consumer_that_is_asked_to_stop_commits_what_it_has_written_and_the_next_goes_on_there()
    {
        const int lines = 50_000;
        await Run("produce", "orders", "--file", WriteInput(lines));
        using (var consumer = Start("consume", "orders", "--group", "g", "--output", Output))
        {
            await consumer.WaitUntil(() => Size(Output) > 0, "some lines are written");
            consumer.Signal("TERM");
            Assert.Equal(ExitCode.Interrupted, await consumer.End());
            Assert.Equal("rocket: interrupted", consumer.Error.Trim());
        }

        await Run("consume", "orders", "--group", "g", "--until-idle", "0.5", "--output", Output);

        Assert.Equal(Enumerable.Range(1, lines), File.ReadLines(Output).Select(int.Parse).Order());
    }

    [Fact]
    public async Task A_producer_that_is_killed_leaves_the_broker_unharmed_and_every_line_that_it_noted_is_stored()
    {
        using (var producer = Start("produce", "orders", "--file", WriteInput(1_000_000), "--acks", Acks))
        {
            await producer.WaitUntil(() => Size(Acks) > 50_000, "some lines are acknowledged");
            await producer.Kill();
        }

        await Run("consume", "orders", "--group", "g", "--until-idle", "0.5", "--output", Output);

        var noted = File.ReadAllText(Acks).Split('\n')[..^1];
        Assert.Empty(noted.Except(File.ReadLines(Output)));
    }

    [Fact]
    public async Task Bash_completes_the_names_of_topics()
    {
        var script = $$"""
            rocket() { "{{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}}" "{{Path.Combine(AppContext.BaseDirectory, "rocket.dll")}}" "$@"; }
            source <(rocket completion bash)
            COMP_LINE='rocket topic describe or' COMP_POINT=24 COMP_WORDS=(rocket topic describe or) COMP_CWORD=3
            _rocket_complete
            echo "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, Environment = { ["ROCKET_CLUSTER_DIR"] = _broker.ClusterDirectory } };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        using var bash = Process.Start(start)!;

        Assert.Equal("orders", (await bash.StandardOutput.ReadToEndAsync()).Trim());
    }

    private static long Size(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private RocketProcess Start(params string[] args) => RocketProcess.Start([.. args, "--cluster-dir", _broker.ClusterDirectory]);

    private async Task Run(params string[] args)
    {
        using var rocket = Start(args);
        Assert.True(await rocket.End() == ExitCode.Ok, rocket.Error);
    }

    private string WriteInput(int lines)
    {
        var path = Path.Combine(_directory.Path, "input.txt");
        File.WriteAllLines(path, Enumerable.Range(1, lines).Select(line => $"{line}"));
        return path;
    }
}
