namespace OrleansRocket.Examples;

/// <summary>A consumer that rests, and a group that reads again what it has read.</summary>
internal static class PauseAndReset
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 1 });
        await using var producer = client.CreateProducer();
        var queue = new QueueName("orders", 0);
        await producer.SendBatchAsync([.. Enumerable.Range(1, 3).Select(number => new RocketMessage { Topic = "orders", Body = Text.Body($"order {number}") })]);
        await using (var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = "billing", Topic = "orders" }))
        {
            await Take(consumer, 3);

            // Nothing more is fetched, and the queue stays this consumer's.
            consumer.Pause(queue);
            output.WriteLine($"paused: {string.Join(", ", consumer.Paused)}");
            consumer.Resume(queue);
            await producer.SendAsync(new RocketMessage { Topic = "orders", Body = Text.Body("order 4") });
            await Take(consumer, 1);
        }

        // Only while nobody of the group reads; a dry run shows what it would do.
        foreach (var reset in await client.Groups.ResetOffsetsAsync("billing", "orders", StartPosition.AtOffset(2)))
            output.WriteLine($"reset {reset.Queue}: {reset.From} to {reset.To}");
        await using (var again = await client.CreateConsumerAsync(new ConsumerOptions { Group = "billing", Topic = "orders" }))
            await Take(again, 2);

        async Task Take(RocketConsumer consumer, int count)
        {
            for (var taken = 0; taken < count; taken++)
            {
                var message = await consumer.ReceiveAsync();
                output.WriteLine($"got '{Text.Of(message.Body)}'");
                message.Ack();
            }
        }
    }
}
