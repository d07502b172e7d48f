namespace OrleansRocket.Examples;

/// <summary>Finding messages without consuming them: by key, id, place and time.</summary>
internal static class Queries
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 4 });
        await using var producer = client.CreateProducer();
        var receipt = await producer.SendAsync(new RocketMessage { Topic = "orders", Keys = ["4711", "customer-17"], Body = Text.Body("a book") });
        await producer.SendAsync(new RocketMessage { Topic = "orders", Keys = ["4712", "customer-17"], Body = Text.Body("a lamp") });

        var ofCustomer = await client.Messages.FindByKeyAsync("orders", "customer-17");
        output.WriteLine($"by key: {string.Join(", ", ofCustomer.Select(message => Text.Of(message.Body)).Order(StringComparer.Ordinal))}");
        var byId = await client.Messages.FindByIdAsync("orders", receipt.MessageId);
        output.WriteLine($"by id: {Text.Of(byId!.Body)}");
        var byPlace = await client.Messages.GetAsync(receipt.Queue, receipt.Offset);
        output.WriteLine($"by queue and offset: {Text.Of(byPlace!.Body)}");
        var byTime = await client.Messages.FindByTimeAsync("orders", receipt.StoredAt, DateTimeOffset.MaxValue);
        output.WriteLine($"by time: {byTime.Count} messages since the first");
    }
}
