namespace OrleansRocket.Examples;

/// <summary>Consumers that get a part of a topic: by tags, and by a condition over properties. The broker leaves out the rest.</summary>
internal static class Filters
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 1 });
        await using var producer = client.CreateProducer();
        (string Text, string Tag, int Amount, string Region)[] orders = [("book", "paid", 12, "north"), ("boat", "paid", 9_000, "south"), ("lamp", "refunded", 45, "south"), ("house", "created", 200_000, "west")];
        foreach (var (text, tag, amount, region) in orders)
        {
            await producer.SendAsync(new RocketMessage
            {
                Topic = "orders",
                Body = Text.Body(text),
                Tag = tag,
                Properties = [new("amount", $"{amount}"), new("region", region)],
            });
        }

        await Show("billing", TagExpression.Parse("paid || refunded"), 3);
        await Show("large", SqlExpression.Parse("amount > 1000 AND region IN ('north', 'south')"), 1);

        async Task Show(string group, FilterExpression filter, int count)
        {
            await using var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = group, Topic = "orders", Filter = filter });
            var texts = new List<string>();
            while (texts.Count < count)
            {
                var message = await consumer.ReceiveAsync();
                texts.Add(Text.Of(message.Body));
                message.Ack();
            }

            output.WriteLine($"{group} ({filter.Text}): {string.Join(", ", texts)}");
        }
    }
}
