namespace OrleansRocket.Examples;

/// <summary>Messages whose acknowledgement nobody waits for, and urgent ones among them.</summary>
internal static class OneWayAndPriority
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "logs", Queues = 1 });
        await using var producer = client.CreateProducer();

        // Returns as soon as the message is in a batch. What fails is counted; flushing waits for all.
        foreach (var (text, priority) in ((string, int)[])[("info 1", 0), ("warning", 3), ("info 2", 0), ("fire", 9)])
            await producer.SendOneWayAsync(new RocketMessage { Topic = "logs", Body = Text.Body(text), Priority = priority });
        await producer.FlushAsync();
        output.WriteLine($"failed: {producer.OneWayFailures}");

        // The most urgent of what was received comes first.
        await using var consumer = client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = "alarms", Topic = "logs" });
        var messages = await consumer.ReceiveAsync(10, TimeSpan.FromSeconds(10));
        output.WriteLine(string.Join(", ", messages.Select(message => Text.Of(message.Body))));
        await consumer.AckAsync(messages);
    }
}
