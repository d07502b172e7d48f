using OrleansRocket.Brokers;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Brokers;

public sealed class BrokerGrainTests
{
    [Fact]
    public async Task Each_broker_answers_for_itself_and_counts_its_own_traffic()
    {
        await using var cluster = await RocketCluster.Start(silos: 2);
        var topic = await cluster.CreateTopic(queues: 2);
        var route = (await cluster.Client.Topics.FindAsync(topic))!;
        var holder = route.Queues[0].Stores[0];
        await cluster.Send(topic, ["one", "two", "three"], queue: 0);
        await using (var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic }))
            await RocketCluster.Receive(consumer, 3);

        var status = await Status(cluster, holder);

        Assert.Equal((holder, cluster.Orleans.Options.ClusterId), (status.Name, status.Cluster));
        Assert.Equal(Environment.ProcessId, status.ProcessId);
        Assert.True(status.MessagesIn >= 3 && status.MessagesOut >= 3, $"{status}");
        Assert.True(status.BytesIn > status.MessagesIn && status.BytesOut > status.MessagesOut, $"{status}");
        Assert.True(status.MessagesInPerSecond > 0 && status.MessagesOutPerSecond > 0, $"{status}");
        Assert.True(status.Queues >= 1 && status.StoredBytes > 0 && status.DiskBytes >= status.DiskFreeBytes && status.DiskFreeBytes > 0, $"{status}");
        Assert.True(status.StartedAt <= TimeProvider.System.GetUtcNow());
        Assert.EndsWith(holder, status.DataDirectory, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", status.Version);
        Assert.Null(status.Failure);
        Assert.NotEqual((await Status(cluster, "Silo_0")).Address, (await Status(cluster, "Silo_1")).Address);
    }

    [Fact]
    public async Task A_broker_that_does_not_run_is_refused_by_name()
    {
        await using var cluster = await RocketCluster.Start();

        var failure = await Assert.ThrowsAsync<RocketException>(() => Status(cluster, "nobody"));

        Assert.Equal(RocketError.StoreUnavailable, failure.Code);
        Assert.Contains("broker 'nobody' is not running", failure.Message, StringComparison.Ordinal);
    }

    private static Task<BrokerStatus> Status(RocketCluster cluster, string name) => cluster.Orleans.Client.GetGrain<IBrokerGrain>(name).Status();
}
