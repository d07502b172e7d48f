using OrleansRocket.Cli.Errors;
using OrleansRocket.Groups;
using OrleansRocket.Tests.Cli.Clusters;

namespace OrleansRocket.Tests.Cli.Groups;

public sealed class StreamCommandTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Fact]
    public async Task A_list_has_the_groups_whose_queues_are_claimed_and_a_description_who_reads_them()
    {
        await cluster.Cluster.CreateTopic("shop", queues: 2);
        await cluster.Cluster.Send("shop", ["a", "b", "c"], queue: 1);
        var group = cluster.Cluster.Orleans.Client.GetGrain<IConsumerGroupGrain>("streams-shop");
        for (var queue = 0; queue < 2; queue++)
        {
            var claim = await group.Claim(new QueueName("shop", queue), $"silo-{queue}");
            await group.CommitClaimed(new QueueCommit(claim.Queue, claim.Generation, queue));
        }

        Assert.Equal(["""{"group":"streams-shop","topic":"shop","partitions":2,"owners":2,"behind":2}"""], await cluster.Lines("stream", "list", "--json"));
        Assert.Contains(await cluster.Lines("stream", "list"), line => line.Contains("streams-shop", StringComparison.Ordinal));
        var described = Assert.Single(await cluster.Lines("stream", "describe", "streams-shop", "--json"));
        Assert.StartsWith(
            """{"group":"streams-shop","behind":2,"partitions":[{"topic":"shop","partition":0,"owner":"silo-0","checkpoint":0,"endOffset":0,"behind":0},{"topic":"shop","partition":1,"owner":"silo-1","checkpoint":1,"endOffset":3,"behind":2,"oldestAt":""",
            described,
            StringComparison.Ordinal);
        Assert.Contains(await cluster.Lines("stream", "describe", "streams-shop"), line => line.Contains("silo-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_that_is_none_of_a_stream_provider_is_refused()
    {
        await cluster.Lines("topic", "create", "plain", "--queues", "1");
        await cluster.Cluster.Orleans.Client.GetGrain<IConsumerGroupGrain>("plain-readers").ResetOffsets("plain", [new QueueCommit(new QueueName("plain", 0), 0, 0)], force: false);
        (await cluster.Run("stream", "describe", "plain-readers")).Refused(ExitCode.Failed, "'plain-readers'", "not one of a stream provider");
    }
}
