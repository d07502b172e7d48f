using Orleans.Streams;
using Orleans.TestingHost;
using OrleansRocket.Streams;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Streams;

/// <summary>An application whose brokers are a cluster of their own.</summary>
public sealed class SeparateBrokersTests
{
    [Fact]
    public async Task Streams_work_and_outlive_the_application()
    {
        await using var brokers = await RocketCluster.Start();
        var sink = Sink.Of($"separate-{Guid.NewGuid():n}");
        for (var life = 1; life <= 2; life++)
        {
            await using var application = await Start(brokers);
            var stream = application.Client.GetStreamProvider("apart").GetStream<string>(StreamId.Create(StreamCluster.Space, "1"));
            var handle = await stream.SubscribeAsync((text, token) => sink.Take(new Sink.Reception($"life {life}", text, token)));
            await stream.OnNextAsync($"event {life}");
            Assert.Equal([$"event {life}"], await sink.Wait($"life {life}", 1));
            await handle.UnsubscribeAsync();
            await application.StopAllSilosAsync();
        }

        var queues = await brokers.Client.Topics.DescribeAsync("apart");
        Assert.Equal(2, queues.Count);
        Assert.True(queues.Sum(queue => queue.EndOffset) >= 2, "the events are with the brokers");
        var group = await brokers.Client.Groups.DescribeAsync("apart-readers");
        Assert.Equal(2, group.Claims.Count);
        Assert.All(group.Claims, claim => Assert.StartsWith("Silo_0", claim.Owner, StringComparison.Ordinal));
    }

    private static async Task<InProcessTestCluster> Start(RocketCluster brokers)
    {
        void Configure(RocketStreamOptions options)
        {
            options.Partitions = 2;
            options.ConsumerGroup = "apart-readers";
            options.CommitInterval = TimeSpan.FromMilliseconds(50);
            options.Brokers = (_, _) => Task.FromResult(brokers.Client);
        }

        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo.AddRocketStreams("apart", (RocketStreamOptions options) => Configure(options)));
        builder.ConfigureClient(client => client.AddRocketStreams("apart", (RocketStreamOptions options) => Configure(options)));
        var cluster = builder.UseTestTransport().Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
