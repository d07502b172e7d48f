using System.Collections.Concurrent;

namespace OrleansRocket.Examples;

/// <summary>A message that is delivered if, and only if, the application's own transaction is committed.</summary>
internal static class Transactions
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "paid", Queues = 1, MessageType = MessageType.Transaction });

        // Stands for the application's database. The broker asks when it hears neither commit nor rollback.
        var payments = new ConcurrentDictionary<string, bool>();
        await using var producer = client.CreateTransactionProducer(new TransactionOptions
        {
            Group = "payers",
            Check = (half, _) => ValueTask.FromResult(payments.ContainsKey(half.Keys[0]) ? TransactionResolution.Commit : TransactionResolution.Rollback),
        });

        var transaction = await producer.BeginAsync(new RocketMessage { Topic = "paid", Keys = ["1"], Body = Text.Body("order 1 is paid") });
        output.WriteLine($"stored, and nobody gets it: {(await client.Topics.DescribeAsync("paid"))[0].CommittedOffset} messages in the topic");
        payments["1"] = true;
        await transaction.CommitAsync();

        // The same in one call; what throws rolls back.
        try
        {
            await producer.SendAsync(
                new RocketMessage { Topic = "paid", Keys = ["2"], Body = Text.Body("order 2 is paid") },
                _ => throw new InvalidOperationException("the card was refused"));
        }
        catch (InvalidOperationException refused)
        {
            output.WriteLine($"order 2: {refused.Message}");
        }

        await using var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = "shipping", Topic = "paid" });
        var message = await consumer.ReceiveAsync();
        message.Ack();
        output.WriteLine($"shipping got '{Text.Of(message.Body)}'; {(await client.Topics.DescribeAsync("paid"))[0].CommittedOffset} message in the topic");
    }
}
