using System.Text.RegularExpressions;
using OrleansRocket.Brokers;
using OrleansRocket.Silo.Http;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Silo.Http;

public sealed partial class HttpTests
{
    /// <summary>Under a name of its own: other brokers in this process have the same meters.</summary>
    [Fact]
    public async Task A_broker_that_serves_is_well_and_shows_its_figures()
    {
        using var directory = new TestDirectory();
        await using var silo = await RunningSilo.Start(directory, "broker-http", "--http-port", "0");
        await using var connection = await RocketConnection.OpenAsync(RunningSilo.ClusterDirectory(directory));
        await connection.Client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 2 });
        await using var producer = connection.Client.CreateProducer();
        await producer.SendBatchAsync([.. Enumerable.Range(0, 25).Select(i => new RocketMessage { Topic = "orders", Queue = i % 2, Body = new byte[100] })]);
        await using (var consumer = await connection.Client.CreateConsumerAsync(new ConsumerOptions { Group = "billing", Topic = "orders" }))
            await RocketCluster.Receive(consumer, 25);

        Assert.StartsWith("ready broker-http http://127.0.0.1:", silo.Out, StringComparison.Ordinal);
        Assert.Equal((200, """{"status":"ok"}"""), await silo.Get("/health/startup"));
        Assert.Equal((200, """{"status":"ok"}"""), await silo.Get("/health/ready"));
        Assert.Equal((200, """{"status":"ok"}"""), await silo.Get("/health/live"));
        Assert.Equal(404, (await silo.Get("/else")).Status);

        var (status, text) = await silo.Get("/metrics");
        Assert.Equal(200, status);
        const string Labels = """{cluster="test",node_id="broker-http",node_type="broker",topic="orders",is_system="false"}""";
        Assert.Contains($"rocketmq_messages_in_total{Labels} 25\n", text, StringComparison.Ordinal);
        Assert.Contains($"rocketmq_messages_out_total{Labels} 25\n", text, StringComparison.Ordinal);
        Assert.True(Figure(text, $"rocketmq_throughput_in_total{Labels}") > 2500);
        Assert.True(Figure(text, """rocketmq_append_latency_seconds_count{cluster="test",node_id="broker-http",node_type="broker"}""") > 0);
        Assert.True(Figure(text, """rocketmq_queue_number{cluster="test",node_id="broker-http",node_type="broker"}""") >= 3);
        Assert.True(Figure(text, "process_cpu_seconds_total") > 0);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(ExpositionLine(), line));
    }

    [Fact]
    public async Task A_failing_check_is_answered_with_503_and_its_name()
    {
        var health = new FakeHealth();
        await using var http = await HttpEndpoint.Start(System.Net.IPAddress.Loopback, 0, health, CancellationToken.None);
        using var client = new HttpClient();

        foreach (var question in new[] { "startup", "ready", "live" })
        {
            using var response = await client.GetAsync(new Uri($"{http.Address}/health/{question}"));
            Assert.Equal(503, (int)response.StatusCode);
            Assert.Equal($$"""{"status":"failing","check":"{{question}}","reason":"not \u0022well\u0022"}""", await response.Content.ReadAsStringAsync());
        }

        using var post = await client.PostAsync(new Uri($"{http.Address}/metrics"), null);
        Assert.Equal(405, (int)post.StatusCode);
    }

    [Fact]
    public async Task Health_is_answered_while_the_broker_waits_for_its_cluster()
    {
        using var directory = new TestDirectory();
        var port = FreePort();
        await using var waiting = RunningSilo.Begin(directory, "broker-a", "--metadata-stores", "broker-z", "--http-port", $"{port}");
        using var client = new HttpClient();
        await Until.True(
            async () =>
            {
                try
                {
                    using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
                    return (int)response.StatusCode == 503 && (await response.Content.ReadAsStringAsync()).Contains("\"check\":\"registration\"", StringComparison.Ordinal);
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "readiness names the registration");
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static double Figure(string text, string series)
    {
        var line = text.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line[(series.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+|[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*="(\\.|[^"\\])*"(,[a-zA-Z_][a-zA-Z0-9_]*="(\\.|[^"\\])*")*\})? (NaN|[+-]Inf|-?[0-9.]+(E[+-]?[0-9]+)?))$""")]
    private static partial Regex ExpositionLine();

    private sealed class FakeHealth : IBrokerHealth
    {
        public HealthProblem? Startup() => new("startup", "not \"well\"");

        public HealthProblem? Ready() => new("ready", "not \"well\"");

        public HealthProblem? Live() => new("live", "not \"well\"");
    }
}
