using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <content>Delivering batches.</content>
internal sealed partial class PullingAgent
{
    /// <summary>After how many batches that a filter held back the loop lets others have a turn.</summary>
    private const int FilteredInOneTurn = 128;

    private void StartDelivery(AgentSubscriber subscriber)
    {
        if (!subscriber.IsDelivering && subscriber.Cursor is not null)
        {
            subscriber.IsDelivering = true;
            _ = DeliverAll(subscriber);
        }
    }

    private async Task DeliverAll(AgentSubscriber subscriber)
    {
        try
        {
            var filtered = 0;
            while (!IsEnding && subscriber.Cursor is { } cursor)
            {
                IBatchContainer? batch = null;
                Exception? failure = null;
                try
                {
                    if (!TryTake(subscriber, cursor, out batch, out var progress))
                    {
                        break;
                    }

                    if (batch is null)
                    {
                        subscriber.Processed = progress;
                    }
                    else
                    {
                        // Not in a method of its own: this one's state is made once, that one's would be for each batch.
                        HandshakeToken? wanted;
                        var start = _settings.Time.GetTimestamp();
                        try
                        {
                            wanted = await Call(subscriber, batch);
                        }
                        catch (Exception exception) when (MayRetry(exception, start))
                        {
                            LogNotDelivered(Logger, exception, subscriber.Id, subscriber.Stream);
                            wanted = await DeliverAgain(subscriber, batch, start);
                        }

                        Accept(subscriber, batch, wanted, progress);
                    }
                }
                catch (Exception exception) when (!IsEnding)
                {
                    // Of the cache, if there is no batch; else what the consumer threw until its time was over.
                    failure = exception;
                }

                if ((failure is not null && await OnFailure(subscriber, batch, failure)) || subscriber.IsRemoved)
                {
                    break;
                }

                if (batch is null && ++filtered % FilteredInOneTurn == 0)
                {
                    await Task.Yield();
                }
            }
        }
        catch (Exception exception) when (!IsEnding)
        {
            // The outermost frame of the loop. The next events of the stream start it again.
            LogLoopFailed(Logger, exception, subscriber.Id, subscriber.Stream);
        }
        catch (Exception)
        {
            // The silo stops: whoever reads the queue next delivers it.
        }
        finally
        {
            subscriber.IsDelivering = false;
        }
    }

    /// <summary>Takes the next batch from the cursor.</summary>
    /// <param name="subscriber">Whose cursor it is.</param>
    /// <param name="cursor">The cursor.</param>
    /// <param name="batch">The batch; null if the filter holds it back.</param>
    /// <param name="progress">Where the cursor is.</param>
    /// <returns>False if there is no more for now.</returns>
    private bool TryTake(AgentSubscriber subscriber, IQueueCacheCursor cursor, out IBatchContainer? batch, out StreamSequenceToken? progress)
    {
        batch = null;
        progress = null;
        var limit = _settings.Options.BatchContainerBatchSize;
        if (limit <= 1)
        {
            if (Next(cursor) is { } next)
            {
                progress = next.SequenceToken;
                batch = IsWanted(subscriber, next) ? next : null;
            }

            return progress is not null;
        }

        List<IBatchContainer>? several = null;
        while ((several?.Count ?? 0) < limit && Next(cursor) is { } next)
        {
            progress = next.SequenceToken;
            if (IsWanted(subscriber, next))
            {
                (several ??= []).Add(next);
            }
        }

        batch = several is null ? null : new BatchContainerBatch(several);
        return progress is not null;
    }

    /// <exception cref="QueueCacheMissException">The cache has dropped what comes next.</exception>
    private static IBatchContainer? Next(IQueueCacheCursor cursor)
    {
        var moved = cursor.MoveNextWithResult();
        return moved.Kind switch
        {
            QueueCacheCursorMoveResultKind.Success => cursor.GetCurrent(out _),
            QueueCacheCursorMoveResultKind.CacheMiss => throw moved.CacheMiss!.Value.ToException(),
            _ => null,
        };
    }

    private void Accept(AgentSubscriber subscriber, IBatchContainer batch, HandshakeToken? wanted, StreamSequenceToken? progress)
    {
        subscriber.Last = HandshakeToken.Delivered(batch.SequenceToken);
        if (wanted is { } position)
        {
            GoTo(subscriber, position, batch);
        }
        else
        {
            subscriber.Processed = progress;
        }
    }

    private async ValueTask<HandshakeToken?> DeliverAgain(AgentSubscriber subscriber, IBatchContainer batch, long start)
    {
        for (var attempt = 0; ; attempt++)
        {
            await Wait(_settings.DeliveryBackoff.Next(attempt));
            try
            {
                return await Call(subscriber, batch);
            }
            catch (Exception exception) when (MayRetry(exception, start))
            {
                LogNotDelivered(Logger, exception, subscriber.Id, subscriber.Stream);
            }
        }
    }

    private static ValueTask<HandshakeToken?> Call(AgentSubscriber subscriber, IBatchContainer batch)
    {
        var imported = batch.ImportRequestContext();
        try
        {
            return subscriber.Consumer.DeliverBatch(subscriber.Id, subscriber.Stream, batch, subscriber.Last);
        }
        finally
        {
            if (imported)
            {
                RequestContext.Clear();
            }
        }
    }

    /// <summary>Whether to try again: not with a client that is gone, nor while the agent ends, nor after the time that a batch has.</summary>
    private bool MayRetry(Exception exception, long start)
    {
        var limit = _settings.Options.MaxEventDeliveryTime;
        return exception is not ClientNotAvailableException
            && !IsEnding
            && (limit == Timeout.InfiniteTimeSpan || limit == TimeSpan.Zero || _settings.Time.GetElapsedTime(start) <= limit);
    }

    /// <summary>The consumer was not where this agent took it to be, and has not taken the batch.</summary>
    private void GoTo(AgentSubscriber subscriber, HandshakeToken position, IBatchContainer batch)
    {
        // With a new beginning it is not known what is done.
        subscriber.Processed = position.IsDelivered ? position.Token : null;
        subscriber.Last = position;
        if (_cache is null || subscriber.IsRemoved)
        {
            return;
        }

        IQueueCacheCursor cursor;
        try
        {
            cursor = CursorAt(subscriber.Stream, position.Token);
            if (position.IsDelivered)
            {
                Next(cursor);
            }
        }
        catch (QueueCacheMissException)
        {
            // What the consumer wants is gone; this batch is the oldest that there is.
            cursor = CursorAt(subscriber.Stream, batch.SequenceToken);
        }

        Dispose(subscriber.TakeCursor());
        subscriber.Cursor = cursor;
    }

    /// <summary>Called when a batch was given up, or when the cursor has lost its place.</summary>
    /// <returns>Whether the subscription has ended.</returns>
    private async Task<bool> OnFailure(AgentSubscriber subscriber, IBatchContainer? batch, Exception failure)
    {
        if (batch is null)
        {
            Dispose(subscriber.TakeCursor());
            subscriber.Cursor = _cache is null || subscriber.IsRemoved ? null : CursorAt(subscriber.Stream, null);
        }
        else
        {
            subscriber.Cursor?.RecordDeliveryFailure();
            LogGivenUp(Logger, failure, subscriber.Id, subscriber.Stream);
            failure = failure is ClientNotAvailableException ? failure : new StreamEventDeliveryFailureException(subscriber.Stream);
        }

        return await Report(subscriber, failure, isDelivery: true, batch, batch?.SequenceToken);
    }

    /// <summary>Tells consumer and handler of a failure, and faults the subscription if the handler says so.</summary>
    /// <returns>Whether the subscription has ended.</returns>
    private async Task<bool> Report(
        AgentSubscriber subscriber, Exception failure, bool isDelivery, IBatchContainer? batch, StreamSequenceToken? token)
    {
        if (failure is ClientNotAvailableException)
        {
            // A client does not come back under the same identity.
            LogClientGone(Logger, subscriber.Id, subscriber.Stream);
            _ = Quietly(_settings.Registry.UnregisterConsumer(subscriber.Id, subscriber.Stream));
            Remove(subscriber.Stream, subscriber.Id);
            return true;
        }

        await Quietly(TellConsumer(subscriber, failure, batch));
        await Quietly(isDelivery
            ? _failures.OnDeliveryFailure(subscriber.Id, _settings.Provider, subscriber.Stream, token)
            : _failures.OnSubscriptionFailure(subscriber.Id, _settings.Provider, subscriber.Stream, token));
        if (!_failures.ShouldFaultSubsriptionOnError || ImplicitSubscribers.IsImplicit(subscriber.Id))
        {
            return false;
        }

        try
        {
            await Quietly(TellConsumer(subscriber, new FaultedSubscriptionException(subscriber.Id, subscriber.Stream), batch));
            await _settings.Registry.FaultSubscription(subscriber.Id, subscriber.Stream);
        }
        finally
        {
            Remove(subscriber.Stream, subscriber.Id);
        }

        return true;
    }

    private static Task TellConsumer(AgentSubscriber subscriber, Exception failure, IBatchContainer? batch)
    {
        var imported = batch?.ImportRequestContext() == true;
        try
        {
            return subscriber.Consumer.ErrorInStream(subscriber.Id, failure);
        }
        finally
        {
            if (imported)
            {
                RequestContext.Clear();
            }
        }
    }

    private async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception)
        {
            // The consumer's or the handler's code, told of a failure that is dealt with in any case.
            LogNotTold(Logger, exception, _queue);
        }
    }

    private bool IsWanted(AgentSubscriber subscriber, IBatchContainer batch)
    {
        if (_settings.Filter is not { } filter)
        {
            return true;
        }

        try
        {
            return batch.GetEvents<object>().Any(pair => filter.ShouldDeliver(subscriber.Stream, pair.Item1, subscriber.FilterData));
        }
        catch (Exception exception)
        {
            // The application's filter failed: an event too many does less harm than one too few.
            LogFilterFailed(Logger, exception, subscriber.Stream);
            return true;
        }
    }

    [LoggerMessage(9123, LogLevel.Error, "The delivery to the subscription {Subscription} of {Stream} stopped until its next event.")]
    private static partial void LogLoopFailed(ILogger logger, Exception exception, GuidId subscription, QualifiedStreamId stream);

    [LoggerMessage(9124, LogLevel.Warning, "A batch was not taken by the subscription {Subscription} of {Stream}; it is delivered again.")]
    private static partial void LogNotDelivered(ILogger logger, Exception exception, GuidId subscription, QualifiedStreamId stream);

    [LoggerMessage(9125, LogLevel.Error, "A batch was given up for the subscription {Subscription} of {Stream}.")]
    private static partial void LogGivenUp(ILogger logger, Exception exception, GuidId subscription, QualifiedStreamId stream);

    [LoggerMessage(9126, LogLevel.Information, "The client of the subscription {Subscription} of {Stream} is gone, and with it the subscription.")]
    private static partial void LogClientGone(ILogger logger, GuidId subscription, QualifiedStreamId stream);

    [LoggerMessage(9127, LogLevel.Warning, "Word of a failure in the queue {Queue} was not taken.")]
    private static partial void LogNotTold(ILogger logger, Exception exception, QueueId queue);

    [LoggerMessage(9128, LogLevel.Warning, "The filter failed on an event of {Stream}; the event is delivered.")]
    private static partial void LogFilterFailed(ILogger logger, Exception exception, QualifiedStreamId stream);
}
