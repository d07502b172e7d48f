using System.Collections.Concurrent;

namespace OrleansRocket.Examples;

/// <summary>Messages of one group in the order of their sends, those of different groups side by side.</summary>
internal static class OrderedMessages
{
    private static readonly string[] Steps = ["created", "paid", "shipped"];

    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 4, MessageType = MessageType.Fifo });
        await using var producer = client.CreateProducer();
        foreach (var step in Steps)
        {
            foreach (var order in (string[])["A", "B"])
                await producer.SendAsync(new RocketMessage { Topic = "orders", MessageGroup = order, Body = Text.Body(step) });
        }

        // Ordered: one message of a group after the other, however many are handled at a time.
        var seen = new ConcurrentDictionary<string, string>();
        var count = 0;
        var handled = new TaskCompletionSource();
        await using var consumer = await client.SubscribeAsync(
            new ConsumerOptions { Group = "warehouse", Topic = "orders", Ordered = true, MaxConcurrency = 8 },
            (message, _) =>
            {
                seen.AddOrUpdate(message.MessageGroup!, _ => Text.Of(message.Body), (_, before) => $"{before}, {Text.Of(message.Body)}");
                if (Interlocked.Increment(ref count) == 6)
                    handled.SetResult();
                return ValueTask.CompletedTask;
            });
        await handled.Task;
        output.WriteLine($"order A: {seen["A"]}");
        output.WriteLine($"order B: {seen["B"]}");
    }
}
