namespace OrleansRocket.Examples;

/// <summary>What becomes of messages whose handler throws.</summary>
internal static class RetriesAndDeadLetters
{
    /// <summary>Runs the example.</summary>
    public static async Task Run(RocketClient client, TextWriter output)
    {
        await client.Topics.CreateAsync(new TopicConfig { Topic = "invoices", Queues = 1 });
        await using var producer = client.CreateProducer();
        await producer.SendAsync(new RocketMessage { Topic = "invoices", Body = Text.Body("unreadable") });
        var succeeded = new TaskCompletionSource();
        var isRepaired = false;

        // Twice more, after 100 and 200 ms; the default is RocketMQ's: 16 times, after 1 s at first and 30 min in the end.
        var options = new ConsumerOptions
        {
            Group = "printing",
            Topic = "invoices",
            Retry = RetryPolicy.Custom(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)) with { MaxRetries = 2 },
        };
        await using var consumer = await client.SubscribeAsync(options, (message, _) =>
        {
            output.WriteLine($"attempt {message.Attempt}");
            if (!Volatile.Read(ref isRepaired))
                throw new FormatException("no page found");
            succeeded.SetResult();
            return ValueTask.CompletedTask;
        });

        IReadOnlyList<StoredMessage> letters;
        while ((letters = await client.DeadLetters.ListAsync("printing")).Count == 0)
            await Task.Delay(50);
        output.WriteLine($"a dead letter: {letters[0].DeadLetterReason}");

        // When the cause is gone, the group gets them again, as if for the first time.
        Volatile.Write(ref isRepaired, true);
        var resent = await client.DeadLetters.ResendAllAsync("printing");
        await succeeded.Task;
        output.WriteLine($"resent and handled: {resent}");
    }
}
