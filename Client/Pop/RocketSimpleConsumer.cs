using OrleansRocket.Consuming;
using OrleansRocket.Log.Records;
using OrleansRocket.Pop;
using OrleansRocket.Replies;
using OrleansRocket.Routing;
using OrleansRocket.Tracing;

namespace OrleansRocket;

/// <summary>
/// Takes messages for a limited time, as RocketMQ's simple (pop) consumer does: a message is received, nobody else gets it for its invisible time, and
/// it is acknowledged by then or comes again. No queue belongs to anybody, so that there may be more consumers than queues, and a slow one
/// holds nobody up. Order is not kept. Safe for use by many threads; each receive is one of many consumers.
/// </summary>
public sealed class RocketSimpleConsumer : IAsyncDisposable
{
    private readonly ClientContext _context;
    private readonly ClientRoutes _routes;
    private readonly SimpleConsumerOptions _options;
    private readonly PopSignal _signal = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private PopQueue[] _queues = [];
    private int _turn;

    internal RocketSimpleConsumer(ClientContext context, ClientRoutes routes, SimpleConsumerOptions options)
    {
        (_context, _routes, _options) = (context, routes, options);
        lock (context.Options.Random)
            _turn = context.Options.Random.Next(Name.MaxQueues);
    }

    /// <summary>Receives messages as soon as there are some.</summary>
    /// <param name="maxMessages">The most messages, 1 to 1,000. Fewer come when fewer are there.</param>
    /// <param name="wait">How long to wait for the first one; zero for not at all.</param>
    /// <param name="invisible">How long nobody else gets them; null for <see cref="SimpleConsumerOptions.InvisibleTime"/>.</param>
    /// <param name="cancellationToken">Ends the waiting. It never loses messages: they are asked for only when there are some.</param>
    /// <returns>Those of a higher <see cref="RocketMessage.Priority"/> first; empty when none came in time.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.TopicNotFound"/>,
    /// <see cref="RocketError.GroupModeMismatch"/>, <see cref="RocketError.SubscriptionConflict"/>, <see cref="RocketError.Closed"/>; a transient one when brokers are away for all of the wait.</exception>
    public async Task<IReadOnlyList<PoppedMessage>> ReceiveAsync(
        int maxMessages, TimeSpan wait, TimeSpan? invisible = null, CancellationToken cancellationToken = default)
    {
        if (maxMessages is < 1 or > PopRequest.MaxMessagesLimit)
            throw Bad(nameof(maxMessages), maxMessages, $"1 to {PopRequest.MaxMessagesLimit}");
        if (wait < TimeSpan.Zero)
            throw Bad(nameof(wait), wait, "0 or more");
        if (invisible < PopRequest.MinInvisible || invisible > PopRequest.MaxInvisible)
            throw Bad(nameof(invisible), invisible.Value, $"{PopRequest.MinInvisible} to {PopRequest.MaxInvisible}");
        var request = new PopRequest { MaxMessages = maxMessages, Invisible = invisible ?? _options.InvisibleTime, MaxBytes = _options.ReceiveBytes, Filter = _options.Filter.Text, FilterType = _options.Filter.Type };
        _signal.Enter();
        try
        {
            return await Receive(request, wait, cancellationToken);
        }
        finally
        {
            _signal.Leave();
        }
    }

    /// <summary>Says that a message is done.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StaleReceipt"/> when it was handed out again since.</exception>
    public Task AckAsync(PoppedMessage message, CancellationToken cancellationToken = default) => AckAsync([message], cancellationToken);

    /// <summary>Says that messages are done. Acknowledging a second time changes nothing.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StaleReceipt"/> when some were handed out again since: the others are done.
    /// A transient one when it was not possible for <see cref="SimpleConsumerOptions.RetryTimeout"/>.</exception>
    public Task AckAsync(IReadOnlyList<PoppedMessage> messages, CancellationToken cancellationToken = default) =>
        Settle(messages, (grain, receipts) => grain.Ack(receipts), TraceKind.Acked, cancellationToken);

    /// <summary>Lets a message's invisible time end so much later than now: 100 ms to 12 h, or zero to give the message back at once.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StaleReceipt"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    public Task ExtendAsync(PoppedMessage message, TimeSpan invisible, CancellationToken cancellationToken = default) =>
        ExtendAsync([message], invisible, cancellationToken);

    /// <summary>Lets the invisible time of messages end so much later than now: 100 ms to 12 h, or zero to give them back at once.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StaleReceipt"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    public Task ExtendAsync(IReadOnlyList<PoppedMessage> messages, TimeSpan invisible, CancellationToken cancellationToken = default)
    {
        if (invisible != TimeSpan.Zero && (invisible < PopRequest.MinInvisible || invisible > PopRequest.MaxInvisible))
            throw Bad(nameof(invisible), invisible, $"0, or {PopRequest.MinInvisible} to {PopRequest.MaxInvisible}");
        return Settle(
            messages, (grain, receipts) => grain.Extend(receipts, invisible), invisible == TimeSpan.Zero ? TraceKind.Retried : null, cancellationToken);
    }

    /// <summary>Replies to a request. The message is not done by that: acknowledge it as well.</summary>
    /// <param name="message">The request.</param>
    /// <param name="body">The content, at most 4 MiB.</param>
    /// <param name="properties">The application's own properties, or null for none.</param>
    /// <returns>As <see cref="ReceivedMessage.ReplyAsync"/>.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/> when the message is no request, or the reply too large.</exception>
    public Task<bool> ReplyAsync(PoppedMessage message, ReadOnlyMemory<byte> body, IReadOnlyList<KeyValuePair<string, string>>? properties = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        return ReplySender.Reply(_context, message.Record, message.Queue, body, properties);
    }

    /// <summary>Ends receives that wait. Messages that were received and not acknowledged come again after their invisible time.</summary>
    public ValueTask DisposeAsync()
    {
        // Not CancelAsync, which would tell those who wait on the thread pool and not on the client's scheduler.
        _stopping.Cancel();
        _signal.Set();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<PoppedMessage>> Receive(PopRequest request, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = _context.Time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_stopping.IsCancellationRequested)
                throw new RocketException(RocketError.Closed, $"the simple consumer of group '{_options.Group}' has been closed");
            var signal = _signal.Next;
            var queues = await Queues();
            var messages = await Pop(queues, request);
            if (messages.Count > 0)
                return messages;
            var remaining = wait - _context.Time.GetElapsedTime(started);

            // Timers count whole milliseconds, so that a part of one may remain: waiting for that would be a busy loop.
            if (remaining < TimeSpan.FromMilliseconds(1))
                return Array.TrueForAll(queues, queue => queue.Failure is not null) && queues.Length > 0 ? throw queues[0].Failure! : messages;
            await Either(signal, remaining, cancellationToken);
        }
    }

    /// <summary>Asks the queues in turn until one has something.</summary>
    private async Task<IReadOnlyList<PoppedMessage>> Pop(PopQueue[] queues, PopRequest request)
    {
        var first = (uint)Interlocked.Increment(ref _turn);
        for (var index = 0; index < queues.Length; index++)
        {
            var queue = (int)((first + index) % queues.Length);
            while (queues[queue].MayHaveMessages && await queues[queue].Pop(request) is { } reply)
            {
                var (wanted, others) = Decode(new QueueName(_options.Topic, queue), reply);
                await Leave(others);
                if (wanted.Count > 0)
                    return ByPriority(wanted);
            }
        }

        return [];
    }

    /// <summary>The broker knows tags by their hashes, and what comes again was handed out by the filter of its time: what does not match is done.</summary>
    private async Task Leave(List<PoppedMessage> others)
    {
        try
        {
            if (others.Count > 0)
                await AckAsync(others);
        }
        catch (RocketException late) when (late.Code == RocketError.StaleReceipt)
        {
            // Whoever has them now does the same.
        }
    }

    /// <summary>The highest first, and those of the same priority in the order of their queue.</summary>
    private static List<PoppedMessage> ByPriority(List<PoppedMessage> messages) =>
        messages.Exists(message => message.Priority != messages[0].Priority) ? [.. messages.OrderByDescending(message => message.Priority)] : messages;

    /// <summary>Waits for a signal or the end of the time, and leaves no timer behind.</summary>
    private async Task Either(Task signal, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(signal.Here(), _context.Delay(wait, timer.Token));
        timer.Cancel();
    }

    private PoppedMessage NewMessage(QueueName queue, in Handout handout, in RecordView record, bool isTraced)
    {
        if (!isTraced)
            return new PoppedMessage(queue, handout, record);
        var message = new PoppedMessage(queue, handout, record) { Trace = new DeliveryTrace(_context, _options.Group) };
        message.Trace.Begin(queue.Topic, message.MessageId.ToString(), queue, message.Offset, message.DeliveryAttempt);
        return message;
    }

    private (List<PoppedMessage> Wanted, List<PoppedMessage> Others) Decode(QueueName queue, PopReply reply)
    {
        var isTraced = _context.Traces.IsOn(queue.Topic);
        var (wanted, others) = (new List<PoppedMessage>(reply.Handouts.Sum(handout => handout.Count)), new List<PoppedMessage>());
        var batches = reply.Batches;
        var next = 0;
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            foreach (var record in batch.Records)
            {
                while (next < reply.Handouts.Count && record.Offset >= reply.Handouts[next].First + reply.Handouts[next].Count)
                    next++;
                if (next == reply.Handouts.Count || record.Offset < reply.Handouts[next].First)
                    continue;
                if (_options.Filter.Matches(record))
                    wanted.Add(NewMessage(queue, reply.Handouts[next], record, isTraced));
                else
                    others.Add(new PoppedMessage(queue, reply.Handouts[next], record));
            }
        }

        return (wanted, others);
    }

    private async Task Settle(
        IReadOnlyList<PoppedMessage> messages,
        Func<IPopGrain, IReadOnlyList<PopReceipt>, Task<IReadOnlyList<long>>> settle,
        TraceKind? trace,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        QueueName? staleQueue = null;
        var stale = new List<long>();
        foreach (var (queue, receipts) in PopReceipts.Of(messages))
        {
            var grain = _context.Grains.GetGrain<IPopGrain>(new PopName(_options.Group, queue).ToString());
            var refused = await Patiently(() => settle(grain, receipts), cancellationToken);
            if (trace is { } kind && _routes.Table.HasTraces)
                WriteTraces(messages, queue, refused, kind);
            if (refused.Count == 0)
                continue;
            staleQueue ??= queue;
            stale.AddRange(refused);
        }

        if (staleQueue is { } first)
            throw new RocketException(RocketError.StaleReceipt, $"{stale.Count} of {messages.Count} messages are no longer this consumer's, the first being {first}@{stale[0]}: their invisible time was over, and they were handed out again or done by others");
    }

    private static void WriteTraces(IReadOnlyList<PoppedMessage> messages, QueueName queue, IReadOnlyList<long> refused, TraceKind kind)
    {
        foreach (var message in messages)
        {
            if (message.Queue == queue && !refused.Contains(message.Offset))
                message.Trace?.End(kind, kind == TraceKind.Retried ? "given back" : "ok");
        }
    }

    /// <summary>Both can be repeated after any failure.</summary>
    private async Task<IReadOnlyList<long>> Patiently(Func<Task<IReadOnlyList<long>>> settle, CancellationToken cancellationToken)
    {
        var started = _context.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await settle();
            }
            catch (Exception failure) when (Transience.IsTransient(failure) && _context.Time.GetElapsedTime(started) < _options.RetryTimeout)
            {
                await _context.Delay(_context.RetryDelay(attempt), cancellationToken);
            }
        }
    }

    /// <summary>The queues as they are now: a topic may get more.</summary>
    private async ValueTask<PopQueue[]> Queues()
    {
        var route = await _routes.Find(_options.Topic);
        if (route is not { Deleting: false })
            throw new RocketException(RocketError.TopicNotFound, $"topic '{_options.Topic}' does not exist");
        var queues = Volatile.Read(ref _queues);
        if (queues.Length >= route.Queues.Count)
            return queues;
        lock (_gate)
        {
            while (_queues.Length < route.Queues.Count)
                _queues = [.. _queues, new PopQueue(_context, _options, new QueueName(_options.Topic, _queues.Length), _signal, _stopping.Token)];
            return _queues;
        }
    }

    private RocketException Bad(string argument, object value, string limit) =>
        new(RocketError.InvalidArgument, $"simple consumer of group '{_options.Group}': {argument} is {value}; it must be {limit}");
}
