using System.Collections.Concurrent;
using System.Globalization;
using OrleansRocket.Log.Errors;
using OrleansRocket.Messages;
using OrleansRocket.Producing;
using OrleansRocket.Replies;
using OrleansRocket.Routing;
using OrleansRocket.State;
using OrleansRocket.Tracing;

namespace OrleansRocket;

/// <summary>
/// Sends messages. Safe for use by many threads. Sends to the same queue keep their order, and a retry never stores a message twice.
/// </summary>
public sealed partial class RocketProducer : IAsyncDisposable
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
        _oneWay = new OneWaySend();
        _replies = new Lazy<ReplyBox>(() => new ReplyBox(context));
    }

    /// <summary>Sends a message and completes when the broker has acknowledged it. The returned task must be awaited once.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Withdraws the message while it waits for room; once it is in a batch it is sent regardless.</param>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.TopicNotFound"/>,
    /// <see cref="RocketError.NoPermission"/>, <see cref="RocketError.StorageFailed"/>, <see cref="RocketError.Closed"/>, <see cref="RocketError.Busy"/>
    /// when it was refused for as long as <see cref="ProducerOptions.SendTimeout"/>, and <see cref="RocketError.Timeout"/>, after which the message may or may not have been stored.</exception>
    public ValueTask<SendReceipt> SendAsync(RocketMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.Check();
        CheckOpen();
        return message.DeliverAt is null ? Send(message, cancellationToken) : SendDelayed(message, cancellationToken);
    }

    /// <summary>Cancels a delayed message: nobody gets it.</summary>
    /// <param name="receipt">What sending it has returned.</param>
    /// <exception cref="RocketException"><see cref="RocketError.NotHeld"/> when it has been delivered already or was not delayed;
    /// <see cref="RocketError.Timeout"/>, after which it may or may not be delivered.</exception>
    public Task CancelAsync(SendReceipt receipt) => receipt.Queue.Topic == SystemTopic.Timers
        ? _context.Decisions.Decide(receipt.Queue, receipt.Offset, receipt.MessageId, release: false, producerGroup: null, _options.SendTimeout)
        : throw new RocketException(RocketError.NotHeld, $"message {receipt.MessageId} was not delayed: it stands at {receipt.Queue}@{receipt.Offset}");

    /// <summary>Sends a message that is held until its transaction is decided.</summary>
    /// <param name="message">The message.</param>
    /// <param name="producerGroup">Who can be asked about the transaction.</param>
    /// <param name="producer">The producer. All that it begins is held in one queue: what is under way at a time then shares its writes and its rounds,
    /// and other producers have other queues.</param>
    /// <param name="cancellationToken">As for <see cref="SendAsync"/>.</param>
    internal async ValueTask<SendReceipt> SendHalf(RocketMessage message, string producerGroup, string producer, CancellationToken cancellationToken)
    {
        message.Check();
        CheckOpen();
        var half = await HeldForm(
            message with { SystemProperties = [new(MessageProperty.ProducerGroup, producerGroup)] }, MessageType.Transaction, cancellationToken);
        var holds = await FindRoute(SystemTopic.Half, cancellationToken);
        return await Send(half with { Queue = NameHash.Bucket(producer, holds.Queues.Count) }, cancellationToken);
    }

    /// <summary>Sends a message of the system's own, with properties that applications cannot set.</summary>
    internal ValueTask<SendReceipt> SendAsSystem(RocketMessage message) =>
        message.DeliverAt is null ? Send(message, CancellationToken.None) : SendDelayed(message, CancellationToken.None);

    private ValueTask<SendReceipt> Send(RocketMessage message, CancellationToken cancellationToken)
    {
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
        await CheckTypes(messages, cancellationToken);
        return await SendAll(messages, cancellationToken);
    }

    /// <summary>Sends messages of the system's own, with one wake-up for all.</summary>
    internal Task<IReadOnlyList<SendReceipt>> SendBatchAsSystem(IReadOnlyList<RocketMessage> messages) => SendAll(messages, CancellationToken.None);

    private async Task<IReadOnlyList<SendReceipt>> SendAll(IReadOnlyList<RocketMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Any(message => message.DeliverAt is not null))
            messages = await DelayedForms(messages, cancellationToken);
        var group = new GroupSend(messages.Count);
        for (var slot = 0; slot < messages.Count; slot++)
        {
            var message = messages[slot];
            var bytes = BudgetBytes(message);
            if (!TryEnqueue(message, bytes, group, slot))
                await EnqueueSlowly(message, bytes, group, slot, cancellationToken);
        }

        return await group.Task;
    }

    /// <summary>Topics are asked once for each run of messages that are alike to them.</summary>
    private async ValueTask CheckTypes(IReadOnlyList<RocketMessage> messages, CancellationToken cancellationToken)
    {
        var (topic, type) = ("", MessageType.Any);
        foreach (var message in messages)
        {
            if (message.Type == type && message.Topic == topic)
                continue;
            (topic, type) = (message.Topic, message.Type);
            await FindRoute(topic, type, cancellationToken);
        }
    }

    private async ValueTask<IReadOnlyList<RocketMessage>> DelayedForms(IReadOnlyList<RocketMessage> messages, CancellationToken cancellationToken)
    {
        var forms = new RocketMessage[messages.Count];
        for (var slot = 0; slot < forms.Length; slot++)
            forms[slot] = messages[slot].DeliverAt is null ? messages[slot] : await DelayedForm(messages[slot], cancellationToken);
        return forms;
    }

    private async ValueTask<SendReceipt> SendDelayed(RocketMessage message, CancellationToken cancellationToken) =>
        await Send(await DelayedForm(message, cancellationToken), cancellationToken);

    /// <summary>A message that is not due yet goes to where such messages are held; what is due goes as it is.</summary>
    private async ValueTask<RocketMessage> DelayedForm(RocketMessage message, CancellationToken cancellationToken)
    {
        var ahead = message.DeliverAt!.Value - _context.Time.GetUtcNow();
        if (ahead > RocketMessage.MaxDelay)
            throw new RocketException(RocketError.InvalidArgument, $"message for topic '{message.Topic}': {nameof(RocketMessage.DeliverAt)} is {message.DeliverAt:O}, {ahead.TotalDays:F1} days ahead; the limit is {RocketMessage.MaxDelay.TotalDays} days");
        return ahead <= TimeSpan.Zero ? message : await HeldForm(message, MessageType.Delay, cancellationToken);
    }

    /// <summary>The message as it is held: it knows where it is to go.</summary>
    private async ValueTask<RocketMessage> HeldForm(RocketMessage message, MessageType type, CancellationToken cancellationToken)
    {
        var holder = type == MessageType.Delay ? SystemTopic.Timers : SystemTopic.Half;
        var target = await FindRoute(message.Topic, type, cancellationToken);
        var holds = await FindRoute(holder, cancellationToken);
        if (target.Config.SurvivesLosses > holds.Config.SurvivesLosses)
            throw new RocketException(RocketError.Configuration, $"topic '{message.Topic}' has replication {target.Config.Replication}, but the cluster holds messages with replication {holds.Config.Replication}: give its brokers more metadata stores");
        if (message.Queue is { } queue && queue >= target.Queues.Count)
            throw new RocketException(RocketError.InvalidArgument, $"message for topic '{message.Topic}': {nameof(message.Queue)} is {queue}; the topic has {target.Queues.Count} queues");
        var properties = new List<KeyValuePair<string, string>> { new(MessageProperty.RealTopic, message.Topic) };
        if (QueueOf(message, target.Queues.Count) is { } chosen)
            properties.Add(new(MessageProperty.RealQueue, chosen.ToString(CultureInfo.InvariantCulture)));
        return message with { Topic = holder, Queue = null, SystemProperties = [.. message.SystemProperties, .. properties], IsHeld = true };
    }

    /// <summary>The queue that a message has to go to, or null for any.</summary>
    private static int? QueueOf(RocketMessage message, int queues) =>
        message.Queue ?? (message.MessageGroup is { } group && !message.IsHeld ? NameHash.Bucket(group, queues) : null);

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
        if (_replies.IsValueCreated)
            await _replies.Value.Stop();
    }

    private static long BudgetBytes(RocketMessage message)
    {
        long bytes = RecordOverheadBytes + message.Body.Length + (message.Tag?.Length ?? 0);
        for (var index = 0; index < message.Keys.Count; index++)
            bytes += message.Keys[index].Length;
        for (var index = 0; index < message.Properties.Count; index++)
            bytes += message.Properties[index].Key.Length + message.Properties[index].Value.Length;
        for (var index = 0; index < message.SystemProperties.Count; index++)
            bytes += message.SystemProperties[index].Key.Length + message.SystemProperties[index].Value.Length;
        return bytes + (message.MessageGroup?.Length ?? 0);
    }

    /// <summary>True when the topic has the queue that the message is for, and takes it, and no queues have been added meanwhile.</summary>
    private bool IsCurrent(TopicAccumulators topic, RocketMessage message) =>
        (message.Queue is not { } queue || topic.Find(queue) is not null)
        && _routes.Table.FindTopic(message.Topic) is { Deleting: false } route
        && route.Config.Takes(message.Type)
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
        if (_routes.Table.HasTraces && TracedSend.TopicOf(message) is var traced && _context.Traces.IsOn(traced))
            (send, slot) = (new TracedSend(_context, send, slot, traced), 0);
        var accumulator = QueueOf(message, topic.Queues.Count) is { } queue ? topic.Find(queue)! : topic.Current;
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
            topic.Apply(await FindRoute(message.Topic, message.Type, cancellationToken));
            if (message.Queue is { } added && topic.Find(added) is null)
            {
                // The topic may have got more queues a moment ago.
                await _routes.Refresh();
                topic.Apply(await FindRoute(message.Topic, cancellationToken));
            }

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

    /// <summary>The route of a topic that takes messages of a type; what is known of it may be old, so that the cluster is asked before one is refused.</summary>
    private async Task<TopicRoute> FindRoute(string topic, MessageType type, CancellationToken cancellationToken)
    {
        var route = await FindRoute(topic, cancellationToken);
        if (!route.Config.Takes(type))
        {
            await _routes.Refresh();
            route = await FindRoute(topic, cancellationToken);
            route.Config.CheckTakes(type);
        }

        return route;
    }

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
