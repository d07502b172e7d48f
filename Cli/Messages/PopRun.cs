using OrleansRocket.Cli.Clusters;

namespace OrleansRocket.Cli.Messages;

/// <summary>One run as a simple consumer: receives messages, writes them and acknowledges them, until there are enough or none come any more.</summary>
internal sealed class PopRun(RocketClient client, ConsumeOptions options, MessageOutput output, TimeProvider time)
{
    private const int MaxMessages = 500;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private long _written;

    /// <summary>How many messages have been written.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Consumes.</summary>
    public async Task<long> Run(CancellationToken cancellationToken)
    {
        if (await Patience.Try(() => client.Topics.FindAsync(options.Topic), time, cancellationToken) is null)
            throw new RocketException(RocketError.TopicNotFound, $"topic '{options.Topic}' does not exist");
        await using var consumer = client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = options.Group, Topic = options.Topic, Start = options.From });
        var idleSince = time.GetTimestamp();
        while (Written < (options.Count ?? long.MaxValue))
        {
            var most = (int)Math.Min(MaxMessages, (options.Count ?? long.MaxValue) - Written);
            var messages = await Receive(consumer, most, cancellationToken);
            if (messages.Count > 0)
            {
                foreach (var message in messages)
                    output.Add(message);
                output.Flush();
                await consumer.AckAsync(messages, CancellationToken.None);
                Volatile.Write(ref _written, _written + messages.Count);
                idleSince = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(idleSince) >= options.UntilIdle)
            {
                break;
            }
        }

        return Written;
    }

    /// <summary>A broker that is away is waited for, and its silence is not taken for the end.</summary>
    private async Task<IReadOnlyList<PoppedMessage>> Receive(RocketSimpleConsumer consumer, int most, CancellationToken cancellationToken)
    {
        var wait = options.UntilIdle < LongestWait ? options.UntilIdle.Value : LongestWait;
        while (true)
        {
            try
            {
                return await consumer.ReceiveAsync(most, wait, cancellationToken: cancellationToken);
            }
            catch (Exception away) when (Transience.IsTransient(away))
            {
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }
}
