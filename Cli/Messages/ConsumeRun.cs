using System.Text;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Messages;

/// <summary>One run: takes messages as a member of the group and writes them, until there are enough or none come any more.</summary>
internal sealed class ConsumeRun(RocketClient client, ConsumeOptions options, MessageOutput output, TimeProvider time)
{
    /// <summary>Enough for the next fetch of small messages to be under way while the last one is being written.</summary>
    private const int MaxUnackedPerQueue = 20_000;

    /// <summary>What is handed out is written within moments; what could not be written is not waited for.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(2);

    private readonly SeenMessages _seen = new();
    private long _written;
    private long _received;

    /// <summary>How many messages have been written.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Consumes.</summary>
    public async Task<long> Run(CancellationToken cancellationToken)
    {
        CheckTopic(await Patience.Try(() => client.Topics.FindAsync(options.Topic), time, cancellationToken));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var consumer = await client.CreateConsumerAsync(
            new ConsumerOptions
            {
                Group = options.Group,
                Topic = options.Topic,
                Filter = options.Filter,
                Start = options.From,
                Mode = options.Mode == ReadMode.Broadcasting ? ConsumeMode.Broadcasting : ConsumeMode.Clustering,
                MaxUnackedPerQueue = MaxUnackedPerQueue,
                CommitInterval = TimeSpan.FromSeconds(1),
                DrainTimeout = DrainTimeout,
            },
            cancellationToken);
        var watch = new IdleWatch(client, consumer, options, time, () => Written).Run(stopping);
        try
        {
            await WriteAll(consumer, stopping.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing came any more, or the topic is gone: the watch knows.
        }
        finally
        {
            await stopping.CancelAsync();
        }

        await watch;
        return Written;
    }

    private async Task WriteAll(RocketConsumer consumer, CancellationToken cancellationToken)
    {
        try
        {
            while (Written < (options.Count ?? long.MaxValue))
            {
                var next = consumer.ReceiveAsync(cancellationToken);
                if (!next.IsCompleted)
                    output.Flush();
                var message = await next;
                if (!_seen.IsNew(message.Queue, message.Offset, message.StoredAt))
                {
                    message.Ack();
                    continue;
                }

                if (options.FailEach is { } each && ++_received % each == 0)
                {
                    await message.NackAsync();
                    continue;
                }

                output.Add(message);
                if (options.Reply is { } reply && message.IsRequest)
                    await message.ReplyAsync(Encoding.UTF8.GetBytes(reply));
                Volatile.Write(ref _written, _written + 1);
            }
        }
        catch (OperationCanceledException)
        {
            output.Flush();
            throw;
        }

        output.Flush();
    }

    /// <summary>A consumer waits for a broker that is away; for a topic that is not there it would wait for ever.</summary>
    private void CheckTopic(TopicRoute? route)
    {
        if (route is null)
            throw new RocketException(RocketError.TopicNotFound, $"topic '{options.Topic}' does not exist");
        if ((route.Config.Permission & TopicPermission.Read) == 0)
            throw new CommandException(ExitCode.Failed, $"topic '{options.Topic}' must not be read: its permission is {route.Config.Permission.ToString().ToLowerInvariant()}");
    }
}
