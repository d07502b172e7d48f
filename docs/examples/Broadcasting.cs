namespace OrleansRocket.Examples;

/// <summary>Every consumer gets every message.</summary>
internal static class Broadcasting
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "prices", Queues = 2 });
        var options = new ConsumerOptions { Group = "caches", Topic = "prices", Mode = ConsumeMode.Broadcasting };
        await using var one = await client.CreateConsumerAsync(options);
        await using var other = await client.CreateConsumerAsync(options);

        // With a name of its own, a consumer goes on where it was after a restart.
        await using var named = await client.CreateConsumerAsync(options with { InstanceName = "cache-3" });
        await using var producer = client.CreateProducer();
        await producer.SendAsync(new RocketMessage { Topic = "prices", Body = Text.Body("book: 12.50") });
        foreach (var (name, consumer) in ((string, RocketConsumer)[])[("one", one), ("other", other), ("cache-3", named)])
        {
            var message = await consumer.ReceiveAsync();
            output.WriteLine($"{name} got '{Text.Of(message.Body)}'");
            message.Ack();
        }
    }
}
