using System.Collections.Concurrent;
using OrleansRocket.Log.Errors;
using OrleansRocket.Producing;
using OrleansRocket.Routing;

namespace OrleansRocket;

/// <summary>
/// Sends messages. Safe for use by many threads. Sends to the same queue keep their order, and a retry never stores a message twice.
/// </summary>
public sealed class RocketProducer : IAsyncDisposable
{
    /// <summary>What a record costs beside its texts and body, roughly: enough for the byte budget.</summary>
    private const int RecordOverheadBytes = 64;

    private readonly ClientContext _context;
    private readonly ClientRoutes _routes;
    private readonly ProducerOptions _options;
    private readonly ByteBudget _budget;
    private readonly StoreLanes _lanes;
    private readonly ConcurrentQueue<SingleSend> _pool = new();
    private readonly ConcurrentDictionary<string, TopicAccumulators> _topics = new();
    private volatile bool _closed;

    internal RocketProducer(ClientContext context, ClientRoutes routes, ProducerOptions options)
    {
        _context = context;
        _routes = routes;
        _options = options;
        _budget = new ByteBudget(options.MaxBufferedBytes);
        _lanes = new StoreLanes(context, routes);
    }

    /// <summary>Sends a message and completes when the broker has acknowledged it. The returned task must be awaited once.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Withdraws the message while it waits for room; once it is in a batch it is sent regardless.</param>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.TopicNotFound"/>,
    /// <see cref="RocketError.NoPermission"/>, <see cref="RocketError.StorageFailed"/>, <see cref="RocketError.Closed"/>, and
    /// <see cref="RocketError.Timeout"/>, after which the message may or may not have been stored.</exception>
    public ValueTask<SendReceipt> SendAsync(RocketMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.Check();
        CheckOpen();
        var bytes = BudgetBytes(message);
        var send = SingleSend.Rent(_pool);
        return TryEnqueue(message, bytes, send, slot: 0) ? send.Task : SendSlowly(message, bytes, send, cancellationToken);
    }

    /// <summary>Sends messages, each as <see cref="SendAsync"/> would but with one wake-up for all, and completes when all are
    /// acknowledged. All are checked before the first is sent.</summary>
    /// <returns>The receipts in the order of the messages.</returns>
    /// <exception cref="RocketException">The first failure; other messages may have been stored.</exception>
    public async Task<IReadOnlyList<SendReceipt>> SendBatchAsync(IReadOnlyList<RocketMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        for (var slot = 0; slot < messages.Count; slot++)
        {
            ArgumentNullException.ThrowIfNull(messages[slot], nameof(messages));
            messages[slot].Check();
        }

        CheckOpen();
        if (messages.Count == 0)
            return [];
        var group = new GroupSend(messages.Count);
        for (var slot = 0; slot < messages.Count; slot++)
        {
            var bytes = BudgetBytes(messages[slot]);
            if (!TryEnqueue(messages[slot], bytes, group, slot))
                await EnqueueSlowly(messages[slot], bytes, group, slot, cancellationToken);
        }

        return await group.Task;
    }

    /// <summary>Completes when everything sent so far has been acknowledged or has failed.</summary>
    public async Task FlushAsync()
    {
        foreach (var (_, topic) in _topics.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            foreach (var queue in topic.Queues)
                await queue.Drain();
        }
    }

    /// <summary>Refuses further sends and waits for those under way.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await FlushAsync();
    }

    private static long BudgetBytes(RocketMessage message)
    {
        long bytes = RecordOverheadBytes + message.Body.Length + (message.Tag?.Length ?? 0);
        for (var index = 0; index < message.Keys.Count; index++)
            bytes += message.Keys[index].Length;
        for (var index = 0; index < message.Properties.Count; index++)
            bytes += message.Properties[index].Key.Length + message.Properties[index].Value.Length;
        return bytes;
    }

    /// <summary>True when the topic has the queue that the message is for, and no queues have been added meanwhile.</summary>
    private bool IsCurrent(TopicAccumulators topic, RocketMessage message) =>
        (message.Queue is not { } queue || topic.Find(queue) is not null)
        && _routes.Table.FindTopic(message.Topic) is { Deleting: false } route
        && route.Queues.Count == topic.Queues.Count;

    /// <summary>Takes a message into a batch if that is possible at once; false when it has to wait.</summary>
    private bool TryEnqueue(RocketMessage message, long bytes, PendingSend send, int slot)
    {
        if (!_topics.TryGetValue(message.Topic, out var topic) || topic.HasLine || !IsCurrent(topic, message) || !_budget.TryTake(bytes))
            return false;
        Enqueue(topic, message, bytes, send, slot);
        return true;
    }

    private void Enqueue(TopicAccumulators topic, RocketMessage message, long bytes, PendingSend send, int slot)
    {
        var record = message.ToRecord(_context.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var accumulator = message.Queue is { } queue ? topic.Find(queue)! : topic.Current;
        try
        {
            accumulator.Add(in record, send, slot, bytes);
        }
        catch (RecordTooLargeException tooLarge)
        {
            _budget.Return(bytes);
            throw new RocketException(RocketError.InvalidArgument, tooLarge.Message);
        }
    }

    private async ValueTask<SendReceipt> SendSlowly(RocketMessage message, long bytes, SingleSend send, CancellationToken cancellationToken)
    {
        await EnqueueSlowly(message, bytes, send, slot: 0, cancellationToken);
        return await send.Task;
    }

    /// <summary>Looks up the topic or waits for room. Sends to one topic do so in the order of their calls.</summary>
    private async ValueTask EnqueueSlowly(RocketMessage message, long bytes, PendingSend send, int slot, CancellationToken cancellationToken)
    {
        var topic = _topics.GetOrAdd(message.Topic, NewTopic);
        var wasServed = false;
        try
        {
            await topic.StandInLine(cancellationToken);
            wasServed = true;
            topic.Apply(await FindRoute(message.Topic, cancellationToken));
            if (message.Queue is { } queue && topic.Find(queue) is null)
                throw new RocketException(RocketError.InvalidArgument, $"message for topic '{message.Topic}': {nameof(message.Queue)} is {queue}; the topic has {topic.Queues.Count} queues");
            await _budget.Take(bytes, cancellationToken);
            Enqueue(topic, message, bytes, send, slot);
        }
        finally
        {
            topic.LeaveLine(wasServed);
        }
    }

    private TopicAccumulators NewTopic(string topic) => new(topic, (queue, batchLeft) => new QueueAccumulator(_context, _options, _budget, _lanes, queue, batchLeft));

    private async Task<TopicRoute> FindRoute(string topic, CancellationToken cancellationToken)
    {
        var started = _context.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await _routes.FindOrCreate(topic);
            }
            catch (Exception failure) when (Transience.IsTransient(failure) && _context.Time.GetElapsedTime(started) < _options.SendTimeout)
            {
                await _context.Delay(_context.RetryDelay(attempt), cancellationToken);
            }
        }
    }

    private void CheckOpen()
    {
        if (_closed)
            throw new RocketException(RocketError.Closed, "the producer has been closed");
    }
}
