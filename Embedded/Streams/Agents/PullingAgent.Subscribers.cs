using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <content>The streams of the queue and their subscribers.</content>
internal sealed partial class PullingAgent
{
    private readonly Dictionary<QualifiedStreamId, AgentStream> _streams = [];
    private int _registering;

    /// <summary>Asks the registry for the subscribers of a stream that was not known.</summary>
    private void Register(QualifiedStreamId id, StreamSequenceToken first)
    {
        var stream = new AgentStream { LastActivity = _settings.Time.GetTimestamp() };

        // Holds the first batch in the cache until each subscriber has a cursor of its own.
        var pin = _cache is null ? null : CursorAt(id, first);
        _streams.Add(id, stream);
        _registering++;
        stream.Registration = Register(id, stream, first, pin);
    }

    private async Task Register(QualifiedStreamId id, AgentStream stream, StreamSequenceToken first, IQueueCacheCursor? pin)
    {
        await Task.Yield();
        try
        {
            if (await AskRegistry(id) is { } subscriptions)
            {
                await Task.WhenAll(subscriptions.Select(each =>
                    AddSubscriber(id, each.SubscriptionId, each.Consumer, each.FilterData, first)));
            }
        }
        finally
        {
            _registering--;
            Dispose(pin);
        }
    }

    /// <summary>Registers this agent as the stream's producer, however long that takes.</summary>
    /// <returns>The subscriptions; null if the agent ends.</returns>
    private async Task<List<PubSubSubscriptionState>?> AskRegistry(QualifiedStreamId id)
    {
        for (var attempt = 0; !IsEnding; attempt++)
        {
            try
            {
                return await _settings.Registry.RegisterProducer(id, _id);
            }
            catch (Exception exception)
            {
                // Of whatever kind: without the subscribers the stream's events would be lost to them.
                LogNotRegistered(Logger, exception, id);
            }

            await Wait(_settings.DeliveryBackoff.Next(attempt));
        }

        return null;
    }

    private async Task AddSubscriber(
        QualifiedStreamId id, GuidId subscription, GrainId consumer, string? filterData, StreamSequenceToken? first)
    {
        if (IsEnding || !_streams.TryGetValue(id, out var stream))
        {
            // No events of the stream were seen: with the first one the registry is asked.
            return;
        }

        if (!stream.Subscribers.TryGetValue(subscription, out var subscriber))
        {
            var target = (IStreamConsumerExtension)(object)_settings.Silo.Refer(typeof(IStreamConsumerExtension), consumer);
            subscriber = new AgentSubscriber { Id = subscription, Stream = id, Consumer = target, FilterData = filterData };
            stream.Subscribers.Add(subscription, subscriber);
            stream.LastActivity = _settings.Time.GetTimestamp();
        }

        try
        {
            if (await Attach(subscriber, first))
            {
                if (subscriber.IsRemoved)
                {
                    Dispose(subscriber.TakeCursor());
                    return;
                }

                subscriber.Processed = subscriber.Last?.Token ?? first ?? subscriber.PendingStart;
                subscriber.PendingStart = null;
                subscriber.IsAttached = true;
                StartDelivery(subscriber);
            }
        }
        catch (Exception exception)
        {
            // The outermost frame: consumer, cache and handler failed; other subscribers are not concerned.
            LogNotAttached(Logger, exception, subscription, id);
        }
    }

    /// <summary>Asks the consumer where it wants to begin, and puts the cursor there: else at the batch that made the stream known, else at the newest.</summary>
    /// <returns>False if there is nothing to deliver to.</returns>
    private async Task<bool> Attach(AgentSubscriber subscriber, StreamSequenceToken? first)
    {
        if (_cache is null)
        {
            return !IsEnding;
        }

        HandshakeToken? wanted = null;
        try
        {
            wanted = await AskConsumer(subscriber);
            if (_cache is null)
            {
                return false;
            }

            if (wanted is { } position)
            {
                Dispose(subscriber.TakeCursor());
                subscriber.Cursor = CursorAt(subscriber.Stream, position.Token, first);
            }
            else
            {
                subscriber.Cursor ??= CursorAt(subscriber.Stream, first ?? subscriber.PendingStart);
            }
        }
        catch (Exception exception)
        {
            // The consumer did not answer, or the cache does not have what it wants: both are for the consumer and the handler to know.
            if (IsEnding || await Report(subscriber, exception, isDelivery: false, null, wanted?.Token))
            {
                return false;
            }
        }

        subscriber.Last = wanted;
        if (subscriber.Cursor is null && _cache is not null)
        {
            subscriber.Cursor = CursorAtOrNewest(subscriber.Stream, first ?? subscriber.PendingStart);
        }

        return _cache is not null;
    }

    private async Task<HandshakeToken?> AskConsumer(AgentSubscriber subscriber)
    {
        var start = _settings.Time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await subscriber.Consumer.GetSequenceToken(subscriber.Id);
            }
            catch (Exception exception) when (MayRetry(exception, start))
            {
                LogNoAnswer(Logger, exception, subscriber.Id, subscriber.Stream);
            }

            await Wait(_settings.DeliveryBackoff.Next(attempt));
        }
    }

    private void Remove(QualifiedStreamId id, GuidId subscription)
    {
        if (IsEnding || !_streams.TryGetValue(id, out var stream))
        {
            return;
        }

        if (stream.Subscribers.Remove(subscription, out var subscriber))
        {
            Dispose(subscriber.Remove());
        }

        // While its subscribers are being asked for it has to stay.
        if (stream.Subscribers.Count == 0 && stream.Registration.IsCompleted)
        {
            _streams.Remove(id);
        }
    }

    private IQueueCacheCursor CursorAt(QualifiedStreamId stream, StreamSequenceToken? token)
    {
        var result = _cache!.TryGetCacheCursor(stream, token);
        return result.Kind switch
        {
            QueueCacheCursorResultKind.Success => result.Cursor!,
            QueueCacheCursorResultKind.CacheMiss => throw result.CacheMiss!.Value.ToException(),
            _ => throw new OrleansException($"The cache of {_queue} has no cursors: {result.Kind}."),
        };
    }

    /// <summary>A cursor where it is wanted; or else, if that is gone, at the batch that made the stream known.</summary>
    private IQueueCacheCursor CursorAt(QualifiedStreamId stream, StreamSequenceToken wanted, StreamSequenceToken? first)
    {
        try
        {
            return CursorAt(stream, wanted);
        }
        catch (QueueCacheMissException) when (first is not null)
        {
            return CursorAt(stream, first);
        }
    }

    private IQueueCacheCursor CursorAtOrNewest(QualifiedStreamId stream, StreamSequenceToken? token)
    {
        try
        {
            return CursorAt(stream, token);
        }
        catch (Exception exception) when (token is not null)
        {
            // The second failure in a row, the first one of which was reported: what comes from now on is better than nothing.
            LogNewest(Logger, exception, stream);
            return CursorAt(stream, null);
        }
    }

    private void DisposeCursors(AgentStream stream)
    {
        foreach (var subscriber in stream.Subscribers.Values)
        {
            Dispose(subscriber.Remove());
        }

        stream.Subscribers.Clear();
    }

    private void Dispose(IQueueCacheCursor? cursor)
    {
        try
        {
            cursor?.Dispose();
        }
        catch (Exception exception)
        {
            // The adapter's code, at the end of a cursor that is used no more.
            LogNotDisposed(Logger, exception, _queue);
        }
    }

    [LoggerMessage(9118, LogLevel.Warning, "The registry did not tell the subscribers of {Stream}; reading of the queue waits for it.")]
    private static partial void LogNotRegistered(ILogger logger, Exception exception, QualifiedStreamId stream);

    [LoggerMessage(9119, LogLevel.Error, "The subscription {Subscription} to {Stream} was not attached.")]
    private static partial void LogNotAttached(ILogger logger, Exception exception, GuidId subscription, QualifiedStreamId stream);

    [LoggerMessage(9120, LogLevel.Warning, "The consumer of the subscription {Subscription} to {Stream} did not say where it is; it is asked again.")]
    private static partial void LogNoAnswer(ILogger logger, Exception exception, GuidId subscription, QualifiedStreamId stream);

    [LoggerMessage(9121, LogLevel.Warning, "A subscription to {Stream} goes on with what comes from now on.")]
    private static partial void LogNewest(ILogger logger, Exception exception, QualifiedStreamId stream);

    [LoggerMessage(9122, LogLevel.Warning, "A cursor of the queue {Queue} failed to end.")]
    private static partial void LogNotDisposed(ILogger logger, Exception exception, QueueId queue);
}
