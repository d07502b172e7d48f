namespace OrleansRocket.Examples;

/// <summary>A message that comes later, and one that is taken back before.</summary>
internal static class DelayedMessages
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "reminders", Queues = 1 });
        await using var producer = client.CreateProducer();
        var due = DateTimeOffset.UtcNow.AddSeconds(1);
        await producer.SendAsync(new RocketMessage { Topic = "reminders", Body = Text.Body("tea is ready"), DeliverAt = due });
        var mistake = await producer.SendAsync(new RocketMessage { Topic = "reminders", Body = Text.Body("never"), DeliverAt = due });

        // The receipt, or the id alone with client.Messages.CancelAsync, takes it back.
        await producer.CancelAsync(mistake);
        output.WriteLine("one of two was cancelled");

        await using var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = "kitchen", Topic = "reminders" });
        var message = await consumer.ReceiveAsync();
        message.Ack();
        output.WriteLine($"{Text.Of(message.Body)}; too early: {DateTimeOffset.UtcNow < due}");

        // What has come cannot be cancelled.
        try
        {
            await client.Messages.CancelAsync(message.MessageId);
        }
        catch (RocketException late)
        {
            output.WriteLine($"cancelling it now: {late.Code}");
        }
    }
}
