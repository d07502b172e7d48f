namespace OrleansRocket.Examples;

/// <summary>Consumers that receive for a time and acknowledge, as in RocketMQ's pop mode: no queue is anybody's.</summary>
internal static class SimpleConsumers
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "jobs", Queues = 1 });
        await using var producer = client.CreateProducer();
        foreach (var job in (string[])["wash", "dry", "iron"])
            await producer.SendAsync(new RocketMessage { Topic = "jobs", Body = Text.Body(job) });

        // Three workers on one queue: each message is one worker's for its invisible time.
        await using var worker = client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = "workers", Topic = "jobs", InvisibleTime = TimeSpan.FromSeconds(30) });
        var wait = TimeSpan.FromSeconds(10);
        var wash = (await worker.ReceiveAsync(1, wait))[0];
        var dry = (await worker.ReceiveAsync(1, wait))[0];
        var iron = (await worker.ReceiveAsync(1, wait))[0];
        output.WriteLine($"received: {Text.Of(wash.Body)}, {Text.Of(dry.Body)}, {Text.Of(iron.Body)}");
        await worker.AckAsync([wash, iron]);

        // More time for one that takes longer; zero gives it back at once.
        await worker.ExtendAsync(dry, TimeSpan.FromMinutes(5));
        await worker.ExtendAsync(dry, TimeSpan.Zero);
        var again = (await worker.ReceiveAsync(10, wait)).Single();
        output.WriteLine($"given back and received again: {Text.Of(again.Body)}, attempt {again.DeliveryAttempt}");
        await worker.AckAsync(again);

        // The first receipt is worth nothing any more.
        try
        {
            await worker.ExtendAsync(dry, TimeSpan.FromSeconds(1));
        }
        catch (RocketException stale)
        {
            output.WriteLine($"the old receipt: {stale.Code}");
        }
    }
}
