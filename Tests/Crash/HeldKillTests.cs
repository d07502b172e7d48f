using System.Collections.Concurrent;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>
/// A broker in a process of its own is killed again and again while it holds messages. What has to hold: a delayed message never comes early and is
/// delivered once; a transaction is delivered once when it was committed, and never when it was rolled back.
/// </summary>
public sealed class HeldKillTests(ITestOutputHelper output)
{
    private const string Topic = "orders";
    private static readonly ProducerOptions Patient = new() { SendTimeout = TimeSpan.FromSeconds(60) };

    [Fact]
    public async Task While_the_broker_is_killed_delayed_messages_come_once_and_never_early()
    {
        const int Messages = 3000;
        const int Batch = 100;
        using var broker = new BrokerProcess();
        await broker.Start();
        await using var connection = await RocketConnection.OpenAsync(broker.ClusterDirectory);
        await connection.Client.Topics.CreateAsync(new TopicConfig { Topic = Topic, Queues = 2 });
        await using var producer = connection.Client.CreateProducer(Patient);
        var start = DateTimeOffset.UtcNow.AddSeconds(1);
        var due = Enumerable.Range(0, Messages).Select(number => start.AddMilliseconds(number * 7919 % 5000)).ToList();

        var sending = Task.WhenAll(Enumerable.Range(0, Messages / Batch).Select(batch => Task.Run(() => producer.SendBatchAsync(
            [.. Enumerable.Range(batch * Batch, Batch).Select(number => new RocketMessage { Topic = Topic, Body = BitConverter.GetBytes(number), DeliverAt = due[number] })]))));
        foreach (var share in (double[])[0.2, 0.5, 0.8])
        {
            await Until.True(async () => await Delivered(connection.Client) >= share * Messages, $"{share:P0} are delivered");
            await broker.Kill();
            await broker.Start();
        }

        await sending;
        var delivered = await ReadAll(connection.Client, Messages);
        Assert.Equal(Enumerable.Range(0, Messages), delivered.Select(message => message.Number).Order());
        Assert.All(delivered, message => Assert.True(message.StoredAt >= due[message.Number].AddMilliseconds(-1), $"{message.Number} was due at {due[message.Number]:O} and came at {message.StoredAt:O}"));
    }

    [Fact]
    public async Task While_the_broker_is_killed_transactions_end_once_and_as_they_were_told()
    {
        const int Transactions = 2000;
        const int AtOnce = 50;
        using var broker = new BrokerProcess();
        await broker.Start();
        await using var connection = await RocketConnection.OpenAsync(broker.ClusterDirectory);
        await connection.Client.Topics.CreateAsync(new TopicConfig { Topic = Topic, Queues = 2 });
        await using var producer = connection.Client.CreateTransactionProducer(new TransactionOptions
        {
            Group = "payers",
            Producer = Patient,
            Check = (_, _) => ValueTask.FromResult(TransactionResolution.Unknown),
        });

        var ended = new ConcurrentQueue<int>();
        var working = Parallel.ForAsync(0, Transactions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, token) =>
        {
            var transaction = await producer.BeginAsync(new RocketMessage { Topic = Topic, Body = BitConverter.GetBytes(number) }, token);
            if (number % 3 == 0)
                await transaction.RollbackAsync();
            else
                await transaction.CommitAsync();
            ended.Enqueue(number);
        });
        foreach (var share in (double[])[0.2, 0.5, 0.8])
        {
            await Until.True(() => Task.FromResult(ended.Count >= share * Transactions || working.IsCompleted), $"{share:P0} have ended");
            await broker.Kill();
            await broker.Start();
        }

        await working;
        var expected = Enumerable.Range(0, Transactions).Where(number => number % 3 != 0).ToList();

        // When the commit returns, the message is there: nothing is waited for.
        Assert.Equal(expected.Count, await Delivered(connection.Client));
        Assert.Equal(expected, (await ReadAll(connection.Client, expected.Count)).Select(message => message.Number).Order());
        output.WriteLine($"{ended.Count} transactions ended");
    }

    /// <summary>How many messages the topic has; none while the broker is away.</summary>
    private static async Task<long> Delivered(RocketClient client)
    {
        try
        {
            return (await client.Topics.DescribeAsync(Topic)).Sum(queue => queue.CommittedOffset);
        }
        catch (Exception away) when (Transience.IsTransient(away))
        {
            return 0;
        }
    }

    private static async Task<List<(int Number, DateTimeOffset StoredAt)>> ReadAll(RocketClient client, int atLeast)
    {
        await Until.True(async () => await Delivered(client) >= atLeast, $"{atLeast} messages are delivered");
        await using var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = Topic });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        var read = new List<(int, DateTimeOffset)>();
        for (var left = await Delivered(client); left > 0; left--)
        {
            var message = await consumer.ReceiveAsync(patience.Token);
            read.Add((BitConverter.ToInt32(message.Body.Span), message.StoredAt));
            message.Ack();
        }

        return read;
    }
}
