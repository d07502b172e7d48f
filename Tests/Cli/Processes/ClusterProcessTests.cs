using System.Diagnostics;
using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Crash;

namespace OrleansRocket.Tests.Cli.Processes;

/// <summary>A broker and the built command line, each in a process of its own. That they outlive kills is tried by the crash tests.</summary>
public sealed class ClusterProcessTests : IAsyncLifetime
{
    private readonly BrokerProcess _broker = new();

    public async ValueTask InitializeAsync() => await _broker.Start();

    public ValueTask DisposeAsync()
    {
        _broker.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_broker_shows_how_it_is_doing_and_bash_completes()
    {
        await _broker.Run("topic", "create", "orders", "--queues", "2");
        await _broker.Run("produce", "orders", "--file", WriteInput(1000));

        using var status = JsonDocument.Parse(await _broker.Run("broker", "status", "broker-a", "--json"));
        Assert.Equal(("broker-a", "up", "crash"), (Text(status, "name"), Text(status, "state"), Text(status, "cluster")));
        Assert.True(status.RootElement.GetProperty("messagesIn").GetInt64() >= 1000);
        using var listed = JsonDocument.Parse(await _broker.Run("cluster", "list", "--json"));
        Assert.Equal(Text(status, "address"), Text(listed, "address"));
        Assert.Contains($"broker-a                0     {Text(status, "address")!.Split('@')[0]} ", await _broker.Run("clusterList"), StringComparison.Ordinal);
        Assert.Contains("messages", await _broker.Run("broker", "status", "broker-a"), StringComparison.Ordinal);

        var unknown = _broker.Begin("broker", "status", "broker-b");
        Assert.Equal(ExitCode.Failed, await unknown.End());
        Assert.Contains("'broker-b'; its brokers: broker-a", unknown.Error, StringComparison.Ordinal);

        Assert.Equal("describe", await CompleteInBash("rocket topic descr"));
    }

    [Fact]
    public async Task A_broker_that_is_gone_is_unreachable_in_one_line_that_names_the_directory()
    {
        await _broker.Kill();

        foreach (var command in new[] { "topic list", "produce orders", "consume orders --group g" })
        {
            var rocket = _broker.Begin(command.Split(' '));
            Assert.Equal(ExitCode.Unreachable, await rocket.End());
            var line = Assert.Single(rocket.Error.Trim().Split('\n'));
            Assert.StartsWith($"rocket: no broker answers in cluster directory '{_broker.ClusterDirectory}'", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_consumer_that_is_asked_to_stop_commits_what_it_has_written_and_the_next_goes_on_there()
    {
        const int lines = 20_000;
        var output = _broker.File("output");
        await _broker.Run("topic", "create", "orders", "--queues", "2");
        await _broker.Run("produce", "orders", "--file", WriteInput(lines));
        var consumer = _broker.Begin("consume", "orders", "--group", "g", "--output", output);
        await consumer.WaitUntil(() => File.Exists(output) && new FileInfo(output).Length > 0, "some lines are written");

        consumer.Signal("TERM");

        Assert.Equal((ExitCode.Interrupted, "rocket: interrupted"), (await consumer.End(), consumer.Error.Trim()));
        await _broker.Run("consume", "orders", "--group", "g", "--until-idle", "0.5", "--output", output);
        Assert.Equal(Enumerable.Range(1, lines), File.ReadLines(output).Select(int.Parse).Order());
    }

    private static string? Text(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetString();

    /// <summary>Presses the tab key behind a line, in a bash that has loaded the script.</summary>
    private static async Task<string> CompleteInBash(string line)
    {
        var script = $$"""
            rocket() { "{{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}}" "{{Path.Combine(AppContext.BaseDirectory, "rocket.dll")}}" "$@"; }
            source <(rocket completion bash)
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=({{line}}) COMP_CWORD={{line.Count(character => character == ' ')}}
            _rocket_complete
            echo "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        return (await bash.StandardOutput.ReadToEndAsync()).Trim();
    }

    private string WriteInput(int lines)
    {
        var path = _broker.File("input");
        File.WriteAllLines(path, Enumerable.Range(1, lines).Select(line => $"{line}"));
        return path;
    }
}
