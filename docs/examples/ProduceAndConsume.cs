namespace OrleansRocket.Examples;

/// <summary>A topic, a producer, and a consumer that hands each message to a handler.</summary>
internal static class ProduceAndConsume
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 4 });

        // When the send returns, the message is stored.
        await using var producer = client.CreateProducer();
        var receipt = await producer.SendAsync(new RocketMessage { Topic = "orders", Tag = "created", Keys = ["4711"], Body = Text.Body("a book") });
        output.WriteLine($"stored: {receipt.Status}");

        // The message is done when the handler returns, and tried again when it throws.
        var handled = new TaskCompletionSource();
        await using var consumer = await client.SubscribeAsync(
            new ConsumerOptions { Group = "billing", Topic = "orders" },
            (message, _) =>
            {
                output.WriteLine($"billing got '{Text.Of(message.Body)}' with tag {message.Tag} and key {message.Keys[0]}");
                handled.SetResult();
                return ValueTask.CompletedTask;
            });
        await handled.Task;
    }
}
