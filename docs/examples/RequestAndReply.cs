namespace OrleansRocket.Examples;

/// <summary>A message that waits for the answer of whoever handles it.</summary>
internal static class RequestAndReply
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "prices", Queues = 2 });
        await client.Topics.CreateAsync(new TopicConfig { Topic = "nobody-listens", Queues = 1 });
        await using var pricing = await client.SubscribeAsync(
            new ConsumerOptions { Group = "pricing", Topic = "prices" },
            async (message, _) => await message.ReplyAsync(Text.Body($"{Text.Of(message.Body)} costs 12.50"), [new("currency", "EUR")]));

        await using var producer = client.CreateProducer();
        var reply = await producer.RequestAsync(new RocketMessage { Topic = "prices", Body = Text.Body("book") }, TimeSpan.FromSeconds(20));
        output.WriteLine($"{Text.Of(reply.Body)} {reply.GetProperty("currency")}");

        try
        {
            await producer.RequestAsync(new RocketMessage { Topic = "nobody-listens" }, TimeSpan.FromMilliseconds(300));
        }
        catch (RocketException late)
        {
            output.WriteLine($"without a consumer: {late.Code}");
        }
    }
}
