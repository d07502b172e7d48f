using System.Globalization;
using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Queues;
using OrleansRocket.Tests.Cli.Clusters;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Messages;

public sealed class ConsumeTests(CliCluster cluster) : IClassFixture<CliCluster>, IDisposable
{
    private readonly TestDirectory _directory = new();

    private string Output => Path.Combine(_directory.Path, "output");

    [Fact]
    public async Task Every_message_becomes_a_line_and_the_group_goes_on_where_it_was()
    {
        var topic = await Topic("lines", 100);

        Assert.Equal(Texts(100), (await Consume(topic)).Order(StringComparer.Ordinal));
        Assert.Empty(await Consume(topic));
        await cluster.Cluster.Send(topic, ["later"]);
        Assert.Equal(["later"], await Consume(topic));
        Assert.Equal(101, (await cluster.Lines("consume", topic, "--group", "other", "--until-idle", "0.4")).Length);
    }

    [Fact]
    public async Task By_pop_and_by_broadcasting_every_message_becomes_a_line_too()
    {
        var topic = await Topic("modes", 50);
        Assert.Equal(Texts(50), (await cluster.Lines("consume", topic, "--group", "popper", "--mode", "pop", "--until-idle", "0.4")).Order(StringComparer.Ordinal));
        Assert.Empty(await cluster.Lines("consume", topic, "--group", "popper", "--mode", "pop", "--until-idle", "0.4"));
        foreach (var _ in new[] { 1, 2 })
            Assert.Equal(Texts(50), (await cluster.Lines("consume", topic, "--group", "all", "--mode", "broadcasting", "--until-idle", "0.4")).Order(StringComparer.Ordinal));
        Assert.Contains("\"deliveryAttempt\":1", Assert.Single(await cluster.Lines("consume", topic, "--group", "json", "--mode", "pop", "--count", "1", "--json")), StringComparison.Ordinal);
        (await cluster.Run("consume", topic, "--group", "popper", "--until-idle", "0.4")).Refused(ExitCode.Failed, "simple consumers");
        (await cluster.Run("consume", topic, "--group", "g", "--mode", "orderly")).Refused(ExitCode.Usage, "--mode is 'orderly'");
    }

    [Fact]
    public async Task By_pop_only_what_a_filter_lets_through_comes_and_what_fails_comes_again()
    {
        var topic = await Topic("popped", 0, queues: 1);
        await cluster.Cluster.Send(topic, Texts(10), "red");
        await cluster.Cluster.Send(topic, ["green"], "green");
        Assert.Equal(Texts(10), (await cluster.Lines("consume", topic, "--group", "tags", "--mode", "pop", "--tags", "red || blue", "--until-idle", "0.4")).Order(StringComparer.Ordinal));
        Assert.Equal(["green"], await cluster.Lines("consume", topic, "--group", "sql", "--mode", "pop", "--sql", "TAGS = 'green'", "--until-idle", "0.4"));

        var tried = await cluster.Lines("consume", topic, "--group", "failing", "--mode", "pop", "--fail-each", "4", "--until-idle", "1", "--json");
        Assert.Equal(11, tried.Length);
        Assert.Contains(tried, line => line.Contains("\"deliveryAttempt\":2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_so_many_messages_it_ends_and_leaves_the_others()
    {
        var topic = await Topic("counted", 10, queues: 1);

        Assert.Equal(Texts(4), await cluster.Lines("consume", topic, "--group", "g", "--count", "4"));
        Assert.Equal(Texts(10).Skip(4), await cluster.Lines("consume", topic, "--group", "g", "--count", "6"));
    }

    [Fact]
    public async Task Bodies_are_written_byte_by_byte_and_appended_to_a_file()
    {
        await cluster.Cluster.CreateTopic("bytes", queues: 1);
        await using (var producer = cluster.Cluster.Client.CreateProducer())
            await producer.SendBatchAsync([new RocketMessage { Topic = "bytes", Body = new byte[] { 0xFF, 0, (byte)'\r' } }, new RocketMessage { Topic = "bytes" }]);
        await File.WriteAllTextAsync(Output, "before\n");

        Assert.Empty(await cluster.Lines("consume", "bytes", "--group", "g", "--count", "2", "--output", Output));

        Assert.Equal([.. "before\n"u8, 0xFF, 0, (byte)'\r', (byte)'\n', (byte)'\n'], await File.ReadAllBytesAsync(Output));
    }

    [Fact]
    public async Task As_json_a_message_is_an_object_with_these_properties()
    {
        await cluster.Cluster.CreateTopic("objects", queues: 1);
        await using (var producer = cluster.Cluster.Client.CreateProducer())
        {
            await producer.SendAsync(new RocketMessage { Topic = "objects", Body = "grün"u8.ToArray(), Tag = "paid", Keys = ["a", "b"], Properties = [new("color", "green"), new("size", "4")] });
            await producer.SendAsync(new RocketMessage { Topic = "objects", Body = new byte[] { 0xFF } });
        }

        var lines = await cluster.Lines("consume", "objects", "--group", "g", "--count", "2", "--json");

        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal(["topic", "queue", "offset", "messageId", "tag", "keys", "properties", "storedAt", "body"], first.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("objects", 0, 0L), (first.RootElement.GetProperty("topic").GetString(), first.RootElement.GetProperty("queue").GetInt32(), first.RootElement.GetProperty("offset").GetInt64()));
        Assert.Equal(("paid", "grün"), (first.RootElement.GetProperty("tag").GetString(), first.RootElement.GetProperty("body").GetString()));
        Assert.Equal("""["a","b"]""", first.RootElement.GetProperty("keys").GetRawText());
        Assert.Equal("""{"color":"green","size":"4"}""", first.RootElement.GetProperty("properties").GetRawText());
        using var second = JsonDocument.Parse(lines[1]);
        Assert.Equal(["topic", "queue", "offset", "messageId", "storedAt", "bodyBase64"], second.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("/w==", second.RootElement.GetProperty("bodyBase64").GetString());
    }

    [Fact]
    public async Task A_new_group_begins_where_it_is_told_to()
    {
        var topic = await Topic("begun", 10, queues: 1);
        await using var producer = cluster.Cluster.Client.CreateProducer();
        var storedAt = (await producer.SendAsync(new RocketMessage { Topic = topic, Body = "now"u8.ToArray() })).StoredAt;

        Assert.Empty(await cluster.Lines("consume", topic, "--group", "last", "--from", "last", "--until-idle", "0.2"));
        Assert.Equal(11, (await cluster.Lines("consume", topic, "--group", "first", "--from", "first", "--until-idle", "0.2")).Length);
        Assert.Equal(["007", "008", "009", "now"], await cluster.Lines("consume", topic, "--group", "offset", "--from", "7", "--until-idle", "0.2"));
        Assert.Contains("now", await cluster.Lines("consume", topic, "--group", "time", "--from", storedAt.ToString("O", CultureInfo.InvariantCulture), "--until-idle", "0.2"));
        Assert.Empty(await cluster.Lines("consume", topic, "--group", "future", "--from", "2999-01-01", "--until-idle", "0.2"));
    }

    [Fact]
    public async Task Only_the_tags_asked_for_are_written_and_the_others_do_not_keep_it_from_being_idle()
    {
        await cluster.Cluster.CreateTopic("tagged", queues: 2);
        foreach (var tag in new[] { "a", "b", "c" })
            await cluster.Cluster.Send("tagged", [tag, tag], tag);

        Assert.Equal(["a", "a", "c", "c"], (await cluster.Lines("consume", "tagged", "--group", "g", "--tags", "a || c", "--until-idle", "0.2")).Order());
    }

    [Fact]
    public async Task Only_what_an_SQL_expression_is_true_of_is_written()
    {
        await cluster.Cluster.CreateTopic("priced", queues: 2);
        await using (var producer = cluster.Cluster.Client.CreateProducer())
        {
            for (var amount = 0; amount < 10; amount++)
                await producer.SendAsync(new RocketMessage { Topic = "priced", Body = new[] { (byte)('0' + amount) }, Properties = [new("amount", $"{amount}")] });
        }

        Assert.Equal(["0", "1", "8", "9"], (await cluster.Lines("consume", "priced", "--group", "g", "--sql", "amount > 7 OR amount < 2", "--until-idle", "0.2")).Order());
    }

    [Theory]
    [InlineData("filter 'amount >' is wrong at column 9", "--sql", "amount >")]
    [InlineData("filter 'TAGS LIKE 'a'' is wrong at column 6: LIKE is not known", "--sql", "TAGS LIKE 'a'")]
    [InlineData("filter '' is wrong at column 1", "--sql", "")]
    [InlineData("filter 'a || | b' is wrong at column 6", "--tags", "a || | b")]
    [InlineData("--tags and --sql exclude each other", "--tags", "a", "--sql", "a = 1")]
    public async Task A_filter_that_makes_no_sense_is_refused_where_it_goes_wrong(string expected, params string[] arguments) =>
        (await cluster.Run(["consume", "any", "--group", "g", .. arguments])).Refused(ExitCode.Usage, expected);

    [Fact]
    public async Task A_filter_that_is_not_the_groups_is_refused()
    {
        await cluster.Cluster.CreateTopic("agreed", queues: 1);
        await using var member = await cluster.Cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "agreeing", Topic = "agreed", Filter = SqlExpression.Parse("a = 1") });
        (await cluster.Run("consume", "agreed", "--group", "agreeing", "--sql", "a = 2")).Refused(ExitCode.Failed, "SQL a = 1", "SQL a = 2");
        Assert.Contains(await cluster.Lines("group", "describe", "agreeing"), line => line == $"member {member.MemberId} reads agreed (SQL a = 1)");
    }

    [Fact]
    public async Task It_waits_for_messages_that_come_late_as_long_as_it_is_told_to()
    {
        var topic = await Topic("late", 1, queues: 1);
        var running = cluster.Lines("consume", topic, "--group", "g", "--count", "3", "--output", Output);

        await Until.True(() => Task.FromResult(File.Exists(Output) && File.ReadAllText(Output) == "000\n"), "the first is written while it waits for more");
        await cluster.Cluster.Send(topic, ["x", "y"]);

        await running;
        Assert.Equal("000\nx\ny\n", await File.ReadAllTextAsync(Output));
    }

    [Fact]
    public async Task When_interrupted_what_was_written_is_committed()
    {
        var topic = await Topic("interrupted", 50, queues: 1);
        using var stopping = new CancellationTokenSource();
        var running = cluster.Run(terminal => terminal, stopping.Token, "consume", topic, "--group", "g", "--output", Output);
        await Until.True(() => Task.FromResult(File.Exists(Output) && File.ReadAllLines(Output).Length == 50), "all are written");
        await cluster.Cluster.Send(topic, ["x"]);
        await Until.True(() => Task.FromResult(File.ReadAllLines(Output).Length == 51), "one more is written");
        await stopping.CancelAsync();

        (await running).Refused(ExitCode.Interrupted, "interrupted");

        Assert.Empty(await Consume(topic));
    }

    [Fact]
    public async Task What_could_not_be_written_is_not_acknowledged()
    {
        var topic = await Topic("broken", 20);

        (await cluster.Run(terminal => terminal with { OpenOutput = () => new BrokenPipe() }, CancellationToken.None, "consume", topic, "--group", "g")).Refused(ExitCode.Failed, "standard output", "broken pipe");

        Assert.Equal(Texts(20), (await Consume(topic)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_by_name()
    {
        (await cluster.Run("consume", "nowhere", "--group", "g")).Refused(ExitCode.Failed, "'nowhere'", "does not exist");
        await cluster.Lines("topic", "create", "writeonly", "--permission", "write");
        (await cluster.Run("consume", "writeonly", "--group", "g")).Refused(ExitCode.Failed, "'writeonly'", "must not be read");
        await Topic("directory", 1);
        (await cluster.Run("consume", "directory", "--group", "g", "--output", _directory.Path)).Refused(ExitCode.Failed, _directory.Path, "cannot write");
    }

    [Fact]
    public async Task A_topic_that_is_deleted_meanwhile_ends_it()
    {
        var topic = await Topic("vanishing", 1);
        var running = cluster.Run("consume", topic, "--group", "g", "--output", Output);
        await Until.True(() => Task.FromResult(File.Exists(Output) && File.ReadAllText(Output) == "000\n"), "it reads");
        await cluster.Lines("topic", "delete", topic);

        (await running).Refused(ExitCode.Failed, "'vanishing'", "does not exist");
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_is_not_idle()
    {
        var away = new AwayBroker();
        await using var silent = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(away));
        await silent.CreateTopic("silent", queues: 1);
        await silent.Send("silent", ["x"]);
        var running = CommandRun.In(terminal => CliCluster.OverCluster(terminal, silent), CancellationToken.None, "consume", "silent", "--group", "g", "--until-idle", "0.2", "--output", Output);
        await Until.True(() => Task.FromResult(File.Exists(Output) && File.ReadAllText(Output) == "x\n"), "the message is written");

        // It asks four times in its idle time at least.
        var asked = away.Begin();
        await Until.True(() => Task.FromResult(away.Asked > asked + 12), "it has asked for much longer than it may be idle");
        Assert.False(running.IsCompleted);
        away.End();

        Assert.Equal((ExitCode.Ok, ""), ((await running).ExitCode, (await running).Error));
    }

    public void Dispose() => _directory.Dispose();

    private static IEnumerable<string> Texts(int count) => Enumerable.Range(0, count).Select(index => $"{index:000}");

    private async Task<string> Topic(string topic, int messages, int queues = 4)
    {
        await cluster.Cluster.CreateTopic(topic, queues);
        await cluster.Cluster.Send(topic, Texts(messages));
        return topic;
    }

    private Task<string[]> Consume(string topic) => cluster.Lines("consume", topic, "--group", "g", "--until-idle", "0.2");

    private sealed class BrokenPipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("broken pipe");
    }

    /// <summary>A broker whose queues do not say where they end, for a while.</summary>
    private sealed class AwayBroker : IIncomingGrainCallFilter
    {
        private volatile bool _isAway;
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public int Begin()
        {
            _isAway = true;
            return Asked;
        }

        public void End() => _isAway = false;

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName != nameof(ITopicQueueGrain.Describe) || context.Grain is not ITopicQueueGrain)
                return context.Invoke();
            Interlocked.Increment(ref _asked);
            return _isAway ? throw new TimeoutException("away") : context.Invoke();
        }
    }
}
