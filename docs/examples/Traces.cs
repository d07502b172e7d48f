namespace OrleansRocket.Examples;

/// <summary>What happened to a message, for topics that ask for it.</summary>
internal static class Traces
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 2, Trace = true });
        await using var producer = client.CreateProducer();
        var receipt = await producer.SendAsync(new RocketMessage { Topic = "orders", Body = Text.Body("a book") });
        await using (var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = "billing", Topic = "orders" }))
            (await consumer.ReceiveAsync()).Ack();

        // Traces are written beside the work: they come a moment later.
        IReadOnlyList<MessageTrace> traces;
        while ((traces = await client.Messages.TraceAsync(receipt.MessageId)).Count < 4)
            await Task.Delay(50);
        foreach (var trace in traces)
            output.WriteLine($"{trace.Kind}{(trace.Group is { } group ? $" by {group}" : "")}: {trace.Result}");
    }
}
