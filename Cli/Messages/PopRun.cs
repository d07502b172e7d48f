using System.Text;
using OrleansRocket.Cli.Clusters;

namespace OrleansRocket.Cli.Messages;

/// <summary>One run as a simple consumer: receives messages, writes them and acknowledges them, until there are enough or none come any more.</summary>
internal sealed class PopRun(RocketClient client, ConsumeOptions options, MessageOutput output, TimeProvider time)
{
    private const int MaxMessages = 500;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private long _written;
    private long _received;

    /// <summary>How many messages have been written.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Consumes.</summary>
    public async Task<long> Run(CancellationToken cancellationToken)
    {
        if (await Patience.Try(() => client.Topics.FindAsync(options.Topic), time, cancellationToken) is null)
            throw new RocketException(RocketError.TopicNotFound, $"topic '{options.Topic}' does not exist");
        await using var consumer = client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = options.Group, Topic = options.Topic, Filter = options.Filter, Start = options.From });
        var idleSince = time.GetTimestamp();
        while (Written < (options.Count ?? long.MaxValue))
        {
            var most = (int)Math.Min(MaxMessages, (options.Count ?? long.MaxValue) - Written);
            var messages = await Receive(consumer, most, cancellationToken);
            if (messages.Count > 0)
            {
                var handled = await FailSome(consumer, messages);
                foreach (var message in handled)
                    output.Add(message);
                output.Flush();
                await Reply(consumer, handled);
                if (handled.Count > 0)
                    await consumer.AckAsync(handled, CancellationToken.None);
                Volatile.Write(ref _written, _written + handled.Count);
                idleSince = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(idleSince) >= options.UntilIdle)
            {
                break;
            }
        }

        return Written;
    }

    private async Task Reply(RocketSimpleConsumer consumer, IReadOnlyList<PoppedMessage> messages)
    {
        if (options.Reply is null)
            return;
        foreach (var message in messages.Where(message => message.IsRequest))
            await consumer.ReplyAsync(message, Encoding.UTF8.GetBytes(options.Reply));
    }

    /// <summary>Gives back what is to fail, and returns the others.</summary>
    private async Task<IReadOnlyList<PoppedMessage>> FailSome(RocketSimpleConsumer consumer, IReadOnlyList<PoppedMessage> messages)
    {
        if (options.FailEach is not { } each)
            return messages;
        var handled = new List<PoppedMessage>();
        foreach (var message in messages)
        {
            if (++_received % each == 0)
                await consumer.ExtendAsync(message, TimeSpan.Zero, CancellationToken.None);
            else
                handled.Add(message);
        }

        return handled;
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
