using OrleansRocket.Log.Records;
using OrleansRocket.Querying;
using OrleansRocket.Queues;
using OrleansRocket.Tracing;

namespace OrleansRocket;

/// <summary>Finds messages that are stored, without consuming them: no group is needed, and nothing is committed.</summary>
public sealed class RocketMessages
{
    /// <summary>The most messages that a search returns when it is not told: 64, as RocketMQ's <c>queryMsgByKey</c>.</summary>
    public const int DefaultMax = QueryRequest.DefaultMaxCount;

    /// <summary>The most messages that a search can return: 10,000. They are held in memory together.</summary>
    public const int LargestMax = 10_000;

    private readonly ClientContext _context;
    private readonly RocketTopics _topics;

    internal RocketMessages(ClientContext context, RocketTopics topics)
    {
        _context = context;
        _topics = topics;
    }

    /// <summary>Finds the messages of a topic that have a key, the newest first. Answered from the queues' key indexes.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="key">One of the messages' keys; not empty, without a space.</param>
    /// <param name="from">Only those stored at this time or later; null for all.</param>
    /// <param name="to">Only those stored before this time; null for all.</param>
    /// <param name="max">The most messages to return, 1 to 10,000; default 64.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.NoKeyIndex"/>,
    /// <see cref="RocketError.NoPermission"/>, <see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.StoreUnavailable"/>.</exception>
    public async Task<IReadOnlyList<StoredMessage>> FindByKeyAsync(
        string topic, string key, DateTimeOffset? from = null, DateTimeOffset? to = null, int max = DefaultMax, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        CheckMax(max);
        var request = new QueryRequest { Key = key, From = from, To = to };
        var found = await OfAllQueues(topic, queue => new QueueSearch(_context, queue).ByKey(request, max, cancellationToken), cancellationToken);
        return [.. found.OrderByDescending(message => message.StoredAt).ThenBy(message => message.Queue.Queue).ThenByDescending(message => message.Offset).Take(max)];
    }

    /// <summary>Finds the message of a topic that has an id. Answered from the queues' key indexes.</summary>
    /// <returns>The message; null when there is none, or none any more.</returns>
    /// <param name="topic">The topic.</param>
    /// <param name="id">The id that the send's receipt gave.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RocketException">As <see cref="FindByKeyAsync"/>.</exception>
    public async Task<StoredMessage?> FindByIdAsync(string topic, MessageId id, CancellationToken cancellationToken = default)
    {
        var found = await OfAllQueues(topic, queue => new QueueSearch(_context, queue).ById(id, cancellationToken), cancellationToken);
        if (found.FirstOrDefault() is { } sent)
            return sent;

        // A message that was held or is tried again has its id as a key.
        return (await FindByKeyAsync(topic, id.ToString(), max: 1, cancellationToken: cancellationToken)).FirstOrDefault(message => message.MessageId == id);
    }

    /// <summary>What is known to have happened to a message of a topic with <see cref="TopicConfig.Trace"/>, in the order of time. Traces are written beside the
    /// work, so that they come a moment later, and can be lost with a client or broker.</summary>
    /// <param name="id">The id that the send's receipt gave.</param>
    /// <param name="topic">The topic to which it was sent; null for any.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Empty when nothing is known (any more).</returns>
    /// <exception cref="RocketException">As <see cref="FindByKeyAsync"/>.</exception>
    public async Task<IReadOnlyList<MessageTrace>> TraceAsync(MessageId id, string? topic = null, CancellationToken cancellationToken = default)
    {
        if (await _topics.FindAsync(SystemTopic.Trace) is null)
            return [];
        var found = await FindByKeyAsync(SystemTopic.Trace, id.ToString(), max: LargestMax, cancellationToken: cancellationToken);
        return [.. found
            .Select(message => TraceRecord.Read(message.Body))
            .OfType<MessageTrace>()
            .Where(trace => topic is null || trace.Topic == topic)
            .OrderBy(trace => trace.At)
            .ThenBy(trace => trace.Kind)];
    }

    /// <summary>Cancels a delayed message: nobody gets it.</summary>
    /// <param name="id">The id that the send's receipt gave.</param>
    /// <param name="cancellationToken">Ends the search for the message.</param>
    /// <exception cref="RocketException"><see cref="RocketError.NotHeld"/> when no delayed message has this id, or none any more;
    /// <see cref="RocketError.Timeout"/>, after which it may or may not be delivered.</exception>
    public async Task CancelAsync(MessageId id, CancellationToken cancellationToken = default)
    {
        var held = await _topics.FindAsync(SystemTopic.Timers) is null
            ? []
            : await OfAllQueues(SystemTopic.Timers, queue => new QueueSearch(_context, queue).ById(id, cancellationToken), cancellationToken);
        var found = held.FirstOrDefault() ?? throw new RocketException(RocketError.NotHeld, $"no delayed message has the id {id}, or none any more");
        await _context.Decisions.Decide(found.Queue, found.Offset, id, release: false, producerGroup: null, new ProducerOptions().SendTimeout);
    }

    /// <summary>The message of a queue at an offset.</summary>
    /// <returns>The message; null when there is none, or none any more.</returns>
    /// <param name="queue">The queue.</param>
    /// <param name="offset">The offset, 0 or more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.NoPermission"/>,
    /// <see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.StoreUnavailable"/>.</exception>
    public Task<StoredMessage?> GetAsync(QueueName queue, long offset, CancellationToken cancellationToken = default)
    {
        if (offset < 0)
            throw new RocketException(RocketError.InvalidArgument, $"the offset is {offset}; it must not be negative");
        return new QueueSearch(_context, queue).At(offset, cancellationToken);
    }

    /// <summary>Reads a queue from an offset on; returns what is there now, and does not wait for more.</summary>
    /// <returns>The messages by offset; fewer than asked for at the queue's end.</returns>
    /// <param name="queue">The queue.</param>
    /// <param name="offset">Where to begin; before the oldest message that is still there, with that one.</param>
    /// <param name="max">The most messages to return, 1 to 10,000; default 64.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RocketException">As <see cref="GetAsync"/>.</exception>
    public async Task<IReadOnlyList<StoredMessage>> ReadAsync(QueueName queue, long offset, int max = DefaultMax, CancellationToken cancellationToken = default)
    {
        CheckMax(max);
        return await new QueueSearch(_context, queue).From(offset, max, cancellationToken);
    }

    /// <summary>The first offset of a queue that was stored at or after a time; the offset behind the newest message when there is none.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="time">The time.</param>
    /// <exception cref="RocketException">As <see cref="GetAsync"/>.</exception>
    public Task<long> FindOffsetAsync(QueueName queue, DateTimeOffset time) => _context.Queue(queue).FindOffset(time);

    /// <summary>Finds the messages of a topic that were stored within a time, of all queues, the oldest first.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="from">Those stored at this time or later.</param>
    /// <param name="to">Those stored before this time.</param>
    /// <param name="max">The most messages to return, 1 to 10,000; default 64.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RocketException">As <see cref="GetAsync"/>.</exception>
    public async Task<IReadOnlyList<StoredMessage>> FindByTimeAsync(
        string topic, DateTimeOffset from, DateTimeOffset to, int max = DefaultMax, CancellationToken cancellationToken = default)
    {
        CheckMax(max);
        var found = await OfAllQueues(topic, queue => new QueueSearch(_context, queue).ByTime(from, to, max, cancellationToken), cancellationToken);
        return [.. found.OrderBy(message => message.StoredAt).ThenBy(message => message.Queue.Queue).ThenBy(message => message.Offset).Take(max)];
    }

    /// <summary>
    /// Follows a topic: every message of all its queues, as it comes, until it is cancelled. Those of one queue come in their order. Waits for a
    /// broker that is away. Queues that the topic gets later are not followed.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="from">Where to begin in each queue.</param>
    /// <param name="filter">Which messages; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.NoPermission"/>.</exception>
    public async IAsyncEnumerable<StoredMessage> TailAsync(
        string topic, StartPosition from, FilterExpression? filter = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var queues = await QueuesOf(topic);
        await using var tail = new TopicTail(_context, queues, from, filter ?? TagExpression.All);
        await foreach (var message in tail.ReadAll(cancellationToken))
            yield return message;
    }

    private static void CheckMax(int max)
    {
        if (max is < 1 or > LargestMax)
            throw new RocketException(RocketError.InvalidArgument, $"{nameof(max)} is {max}; it must be 1 to {LargestMax}");
    }

    private async Task<List<QueueName>> QueuesOf(string topic)
    {
        var route = await _topics.FindAsync(topic) ?? throw new RocketException(RocketError.TopicNotFound, $"topic '{topic}' does not exist");
        return [.. route.Queues.Select(queue => new QueueName(topic, queue.Queue))];
    }

    /// <summary>Asks all queues of a topic at the same time.</summary>
    private async Task<IEnumerable<StoredMessage>> OfAllQueues(string topic, Func<QueueName, Task<List<StoredMessage>>> search, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = await Task.WhenAll((await QueuesOf(topic)).Select(search));
        return found.SelectMany(messages => messages);
    }
}
