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

    /// <summary>Has the group get one of its dead letters again, as if for the first time. That of a stream provider's group is produced anew into its stream, whose subscribers all
    /// get it.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.NotHeld"/> when the group has no dead letter with this id.</exception>
    public async Task ResendAsync(string group, MessageId id, CancellationToken cancellationToken = default)
    {
        Name.CheckGroup(group);
        var topic = SystemTopic.DeadLetters(group);
        var letter = await _client.Topics.FindAsync(topic) is null ? null : await _client.Messages.FindByIdAsync(topic, id, cancellationToken);
        if (letter is null)
            throw new RocketException(RocketError.NotHeld, $"consumer group '{group}' has no dead letter with the id {id}");
        await using var producer = _client.CreateProducer();
        var copy = new RocketMessage { Topic = letter.OriginalTopic, Body = letter.Body, Tag = letter.Tag, Keys = letter.Keys, Properties = letter.Properties };
        await producer.SendAsSystem(Again(copy, letter.MessageId, letter.DeadLetterOrigin, await ReadsStreams(group) ? null : group));
    }

    /// <summary>Has the group get all its dead letters again, as <see cref="ResendAsync"/> does, except for those that were resent in this way before. If it is
    /// interrupted, some may be resent twice.</summary>
    /// <returns>How many were resent.</returns>
    public async Task<long> ResendAllAsync(string group, CancellationToken cancellationToken = default)
    {
        Name.CheckGroup(group);
        var topic = SystemTopic.DeadLetters(group);
        if (await _client.Topics.FindAsync(topic) is null)
            return 0;
        var retryGroup = await ReadsStreams(group) ? null : group;
        await using var producer = _client.CreateProducer();
        await using var consumer = await RocketConsumer.Join(
            _context, _routes, new ConsumerOptions { Group = SystemTopic.Resenders(group), Topic = topic }, cancellationToken);
        for (var resent = 0L; ; resent++)
        {
            if (await Next(consumer, cancellationToken) is not { } letter)
                return resent;
            var copy = new RocketMessage { Topic = letter.Topic, Body = letter.Body, Tag = letter.Tag, Keys = letter.Keys, Properties = letter.Properties };
            await producer.SendAsSystem(Again(copy, letter.MessageId, letter.DeadLetterOrigin, retryGroup));
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

    /// <summary>Whether a group is a stream provider's, which reads its topic and no other.</summary>
    private async Task<bool> ReadsStreams(string group)
    {
        try
        {
            return (await _client.Groups.DescribeAsync(group)).Claims.Count > 0;
        }
        catch (RocketException unknown) when (unknown.Code == RocketError.GroupNotFound)
        {
            return false;
        }
    }

    /// <summary>A message as it is resent.</summary>
    /// <param name="copy">The message, with the topic to which it was sent first.</param>
    /// <param name="id">Its id.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="retryGroup">The group that alone gets it; null to produce it anew where it came from.</param>
    private static RocketMessage Again(RocketMessage copy, MessageId id, string? origin, string? retryGroup)
    {
        KeyValuePair<string, string> uniqueKey = new(MessageProperty.UniqueKey, id.ToString());
        if (retryGroup is not null)
            return copy with { Topic = SystemTopic.Retry(retryGroup), SystemProperties = [uniqueKey, new(MessageProperty.RetryTopic, copy.Topic)] };
        return copy with { Queue = origin is null ? null : QueueName.Parse(origin[..origin.LastIndexOf('@')]).Queue, SystemProperties = [uniqueKey] };
    }
}
