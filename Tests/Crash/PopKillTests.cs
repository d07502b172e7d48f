using System.Collections.Concurrent;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>
/// A broker in a process of its own is killed again and again while simple consumers receive and acknowledge. What has to hold: what was
/// acknowledged never comes again, and everything else comes again until it is; a message that nobody lost comes once.
/// </summary>
public sealed class PopKillTests(ITestOutputHelper output)
{
    private const int Messages = 40_000;
    private const int Rounds = 5;
    private const int Consumers = 4;
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task While_the_broker_is_killed_what_was_acknowledged_never_comes_again_and_the_rest_does()
    {
        using var broker = new BrokerProcess();
        await broker.Start();
        await using var connection = await RocketConnection.OpenAsync(broker.ClusterDirectory);
        var client = connection.Client;
        await client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 3 });
        await using (var producer = client.CreateProducer())
            await producer.SendBatchAsync([.. Enumerable.Range(0, Messages).Select(number => new RocketMessage { Topic = "orders", Body = BitConverter.GetBytes(number) })]);

        var acked = new ConcurrentDictionary<int, int>();
        await using var consumer = client.CreateSimpleConsumer(
            new SimpleConsumerOptions { Group = "readers", Topic = "orders", InvisibleTime = Invisible, RetryTimeout = TimeSpan.FromSeconds(30) });
        var again = 0;
        var consuming = Task.WhenAll(Enumerable.Range(0, Consumers).Select(_ => Task.Run(async () =>
        {
            while (acked.Count < Messages)
            {
                foreach (var message in await ReceiveAndAck(consumer, acked))
                    again += message.DeliveryAttempt > 1 ? 1 : 0;
            }
        })));
        for (var round = 1; round <= Rounds; round++)
        {
            var enough = acked.Count + (Messages / (Rounds + 2));
            await Until.True(() => Task.FromResult(acked.Count >= enough || consuming.IsCompleted), $"{enough} messages are acknowledged in round {round}");
            await broker.Kill();
            await broker.Start();
        }

        await consuming;
        output.WriteLine($"{again} messages came again");
        Assert.Equal(Enumerable.Range(0, Messages), acked.Keys.Order());
        Assert.Empty(await consumer.ReceiveAsync(100, Invisible + TimeSpan.FromSeconds(1)));
        await Until.True(async () => (await client.Groups.DescribeAsync("readers")).Progress.Sum(progress => progress.CommittedOffset) == Messages, "the group tells that all is done");
    }

    private static async Task<IReadOnlyList<PoppedMessage>> ReceiveAndAck(RocketSimpleConsumer consumer, ConcurrentDictionary<int, int> acked)
    {
        IReadOnlyList<PoppedMessage> messages;
        try
        {
            messages = await consumer.ReceiveAsync(100, TimeSpan.FromSeconds(1));
        }
        catch (Exception away) when (Transience.IsTransient(away))
        {
            return [];
        }

        Assert.All(messages, message => Assert.False(acked.ContainsKey(Number(message)), $"{message} was acknowledged and came again"));
        if (await TryAck(consumer, messages))
        {
            foreach (var message in messages)
                acked.TryAdd(Number(message), 0);
            return messages;
        }

        // Some were handed out again while the broker was away: whoever has them now acknowledges them.
        foreach (var message in messages)
        {
            if (await TryAck(consumer, [message]))
                acked.TryAdd(Number(message), 0);
        }

        return messages;
    }

    private static async Task<bool> TryAck(RocketSimpleConsumer consumer, IReadOnlyList<PoppedMessage> messages)
    {
        try
        {
            await consumer.AckAsync(messages);
            return true;
        }
        catch (RocketException late) when (late.Code == RocketError.StaleReceipt)
        {
            return false;
        }
    }

    private static int Number(PoppedMessage message) => BitConverter.ToInt32(message.Body.Span);
}
