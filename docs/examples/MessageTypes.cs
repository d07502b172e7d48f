namespace OrleansRocket.Examples;

/// <summary>Topics that take messages of one type only.</summary>
internal static class MessageTypes
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "ordered", Queues = 1, MessageType = MessageType.Fifo });
        await using var producer = client.CreateProducer();
        var receipt = await producer.SendAsync(new RocketMessage { Topic = "ordered", MessageGroup = "customer-17" });
        output.WriteLine($"with a group: {receipt.Status}");

        try
        {
            await producer.SendAsync(new RocketMessage { Topic = "ordered" });
        }
        catch (RocketException refused)
        {
            output.WriteLine($"{refused.Code}: {refused.Message}");
        }
    }
}
