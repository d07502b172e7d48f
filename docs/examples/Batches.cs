namespace OrleansRocket.Examples;

/// <summary>Many messages at once, and many sends at the same time: both travel in batches.</summary>
internal static class Batches
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "measurements", Queues = 2 });
        await using var producer = client.CreateProducer();

        // One wake-up for all of them; the receipts come in the order of the messages.
        var messages = Enumerable.Range(0, 1000).Select(number => new RocketMessage { Topic = "measurements", Body = Text.Body($"{number}") }).ToList();
        var receipts = await producer.SendBatchAsync(messages);
        output.WriteLine($"a batch: {receipts.Count} receipts, {receipts.Count(receipt => receipt.Status == SendStatus.SendOk)} of them SendOk");

        // Sends that are not awaited one by one join batches by themselves.
        var sends = messages.Select(message => producer.SendAsync(message).AsTask()).ToList();
        await Task.WhenAll(sends);
        var stored = (await client.Topics.DescribeAsync("measurements")).Sum(queue => queue.CommittedOffset);
        output.WriteLine($"stored in all: {stored}");
    }
}
