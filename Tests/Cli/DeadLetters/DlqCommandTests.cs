using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.DeadLetters;

public sealed class DlqCommandTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    private RocketClient Client => cluster.Cluster.Client;

    [Fact]
    public async Task Dead_letters_are_listed_with_their_reason_and_resent_to_their_group_alone()
    {
        var topic = await cluster.Cluster.CreateTopic("bills", queues: 1);
        var receipts = await cluster.Cluster.Send(topic, ["a", "b"]);
        await using (var consumer = await Client.CreateConsumerAsync(new ConsumerOptions { Group = "clerks", Topic = topic }))
        {
            using var patience = new CancellationTokenSource(RocketCluster.Patience);
            await (await consumer.ReceiveAsync(patience.Token)).DeadLetterAsync("too dear");
            await (await consumer.ReceiveAsync(patience.Token)).DeadLetterAsync("too cheap");
        }

        var letters = (await cluster.Lines("dlq", "list", "clerks", "--json")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["too dear", "too cheap"], letters.Select(letter => letter.GetProperty("reason").GetString()));
        Assert.All(letters, letter => Assert.Equal(topic, letter.GetProperty("topic").GetString()));
        Assert.Equal(["bills/0@0", "bills/0@1"], letters.Select(letter => letter.GetProperty("origin").GetString()));
        Assert.Equal(receipts.Select(receipt => receipt.MessageId.ToString()), letters.Select(letter => letter.GetProperty("message").GetProperty("messageId").GetString()));
        Assert.Contains((await cluster.Lines("dlq", "list", "clerks")), line => line.Contains("too dear", StringComparison.Ordinal));

        Assert.Equal(["resent 1 message to group clerks"], await cluster.Lines("dlq", "resend", "clerks", "--id", receipts[1].MessageId.ToString()));
        Assert.Equal(["b"], await cluster.Lines("consume", topic, "--group", "clerks", "--until-idle", "1"));
        Assert.Equal(["resent 2 messages to group clerks"], await cluster.Lines("dlq", "resend", "clerks"));
        Assert.Equal(["resent 0 messages to group clerks"], await cluster.Lines("dlq", "resend", "clerks"));
        Assert.Equal(["a", "b"], await cluster.Lines("consume", topic, "--group", "clerks", "--until-idle", "1"));
        Assert.Equal(["a", "b"], await cluster.Lines("consume", topic, "--group", "others", "--until-idle", "1"));
    }

    [Fact]
    public async Task A_group_without_dead_letters_has_none_and_an_id_that_is_none_is_refused()
    {
        Assert.Empty(await cluster.Lines("dlq", "list", "nobody", "--json"));
        Assert.Equal(["resent 0 messages to group nobody"], await cluster.Lines("dlq", "resend", "nobody"));
        var unknown = await cluster.Run("dlq", "resend", "nobody", "--id", new string('A', 24));
        Assert.Equal((ExitCode.Failed, true), (unknown.ExitCode, unknown.Error.Contains("no dead letter", StringComparison.Ordinal)));
        var bad = await cluster.Run("dlq", "resend", "nobody", "--id", "xyz");
        Assert.Equal((ExitCode.Usage, true), (bad.ExitCode, bad.Error.Contains("--id is 'xyz'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Failed_messages_come_again_to_the_same_group()
    {
        var topic = await cluster.Cluster.CreateTopic("shaky", queues: 1);
        await cluster.Cluster.Send(topic, ["1", "2", "3", "4"]);
        var lines = await cluster.Lines("consume", topic, "--group", "shaky", "--fail-each", "3", "--until-idle", "3");
        Assert.Equal(["1", "2", "3", "4"], lines.Order(StringComparer.Ordinal));
        Assert.Equal("3", lines[^1]);
    }
}
