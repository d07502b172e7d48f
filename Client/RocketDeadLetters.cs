using OrleansRocket.Log.Records;
using OrleansRocket.Messages;
using OrleansRocket.Routing;

namespace OrleansRocket;

/// <summary>The messages that consumer groups could not handle. They stay in the topic <c>%DLQ%group</c> until its retention takes them.</summary>
public sealed class RocketDeadLetters
{
    /// <summary>How long resending waits for further dead letters once it has read all.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);

    private readonly ClientContext _context;
    private readonly ClientRoutes _routes;
    private readonly RocketClient _client;

    internal RocketDeadLetters(ClientContext context, ClientRoutes routes, RocketClient client)
    {
        _context = context;
        _routes = routes;
        _client = client;
    }

    /// <summary>The dead letters of a group, the oldest first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="max">The most to return, 1 to 10,000; default 64.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.StoreUnavailable"/>.</exception>
    public async Task<IReadOnlyList<StoredMessage>> ListAsync(string group, int max = RocketMessages.DefaultMax, CancellationToken cancellationToken = default)
    {
        Name.CheckGroup(group);
        var topic = SystemTopic.DeadLetters(group);
        return await _client.Topics.FindAsync(topic) is null
            ? []
            : await _client.Messages.FindByTimeAsync(topic, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, max, cancellationToken);
    }

    /// <summary>Has the group get one of its dead letters again, as if for the first time.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.NotHeld"/> when the group has no dead letter with this id.</exception>
    public async Task ResendAsync(string group, MessageId id, CancellationToken cancellationToken = default)
    {
        Name.CheckGroup(group);
        var topic = SystemTopic.DeadLetters(group);
        var letter = await _client.Topics.FindAsync(topic) is null ? null : await _client.Messages.FindByIdAsync(topic, id, cancellationToken);
        if (letter is null)
            throw new RocketException(RocketError.NotHeld, $"consumer group '{group}' has no dead letter with the id {id}");
        await using var producer = _client.CreateProducer();
        await producer.SendAsSystem(Again(group, letter.OriginalTopic, letter.MessageId, letter.Body, letter.Tag, letter.Keys, letter.Properties));
    }

    /// <summary>Has the group get all its dead letters again, as if for the first time, except for those that were resent in this way before. If it is
    /// interrupted, some may be resent twice.</summary>
    /// <returns>How many were resent.</returns>
    public async Task<long> ResendAllAsync(string group, CancellationToken cancellationToken = default)
    {
        Name.CheckGroup(group);
        var topic = SystemTopic.DeadLetters(group);
        if (await _client.Topics.FindAsync(topic) is null)
            return 0;
        await using var producer = _client.CreateProducer();
        await using var consumer = await RocketConsumer.Join(
            _context, _routes, new ConsumerOptions { Group = SystemTopic.Resenders(group), Topic = topic }, cancellationToken);
        for (var resent = 0L; ; resent++)
        {
            if (await Next(consumer, cancellationToken) is not { } letter)
                return resent;
            await producer.SendAsSystem(Again(group, letter.Topic, letter.MessageId, letter.Body, letter.Tag, letter.Keys, letter.Properties));
            letter.Ack();
        }
    }

    /// <summary>The next one that was not resent; null when there is none.</summary>
    private async Task<ReceivedMessage?> Next(RocketConsumer consumer, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var idle = new CancellationTokenSource(IdleTime, _context.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
            try
            {
                return await consumer.ReceiveAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Before it has its queue there is nothing to wait for.
                if (consumer.Queues.Count > 0)
                    return null;
            }
        }
    }

    private static RocketMessage Again(
        string group, string topic, MessageId id, ReadOnlyMemory<byte> body, string? tag, IReadOnlyList<string> keys, IReadOnlyList<KeyValuePair<string, string>> properties) => new()
        {
            Topic = SystemTopic.Retry(group),
            Body = body,
            Tag = tag,
            Keys = keys,
            Properties = properties,
            SystemProperties = [new(MessageProperty.UniqueKey, id.ToString()), new(MessageProperty.RetryTopic, topic)],
        };
}
