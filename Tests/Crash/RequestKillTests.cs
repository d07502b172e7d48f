using System.Globalization;
using System.Text;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>Brokers in processes of their own, and requesters and a consumer that replies outside of them. While requests are under way, the broker that leads the
/// topic is killed. What has to hold: every request gets the reply to it, and no other.</summary>
public sealed class RequestKillTests
{
    private static readonly TimeSpan Timeout = 2 * RocketCluster.Patience;

    [Fact]
    public async Task Requests_get_their_replies_though_the_broker_that_leads_is_killed()
    {
        using var cluster = new BrokerCluster();
        await cluster.StartAll();
        await using var asking = await RocketConnection.OpenAsync(cluster.ClusterDirectory);
        await using var answering = await RocketConnection.OpenAsync(cluster.ClusterDirectory);
        await asking.Client.Topics.CreateAsync(new TopicConfig { Topic = "prices", Queues = 1, Replication = ReplicationMode.Quorum });
        await using var consumer = await answering.Client.SubscribeAsync(
            new ConsumerOptions { Group = "pricing", Topic = "prices", SessionTimeout = TimeSpan.FromSeconds(2) },
            async (message, _) => await message.ReplyAsync(Encoding.UTF8.GetBytes($"re: {Encoding.UTF8.GetString(message.Body.Span)}")));
        await using var producer = asking.Client.CreateProducer(new ProducerOptions { SendTimeout = Timeout });
        var number = 0;
        await Ask(20);
        var before = Ask(100);
        await cluster.Kill((await asking.Client.Topics.DescribeAsync("prices"))[0].Store);
        await Task.WhenAll(before, Ask(20));

        async Task Ask(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            var text = Interlocked.Increment(ref number).ToString(CultureInfo.InvariantCulture);
            var reply = await producer.RequestAsync(new RocketMessage { Topic = "prices", Body = Encoding.UTF8.GetBytes(text) }, Timeout);
            Assert.Equal($"re: {text}", Encoding.UTF8.GetString(reply.Body.Span));
        }));
    }

    [Fact]
    public async Task A_request_from_the_command_line_is_answered_by_another_one()
    {
        using var broker = new BrokerProcess();
        await broker.Start();
        await broker.Run("topic", "create", "prices", "--queues", "2");
        var consumer = broker.Begin("consume", "prices", "--group", "pricing", "--reply", "12.50", "--count", "1");
        Assert.Equal("12.50", (await broker.Run("message", "request", "prices", "--body", "sku-1", "--timeout", "40s")).Trim());
        Assert.Equal(0, await consumer.End());
        Assert.Equal("sku-1", consumer.Out.Trim());
    }
}
