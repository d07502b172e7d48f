using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <content>Reading the queue.</content>
internal sealed partial class PullingAgent
{
    /// <summary>How often a failed read is tried in one go; then the timer's next tick tries again.</summary>
    private const int ReadAttempts = 6;

    private readonly HashSet<StreamId> _seen = [];
    private long _lastCleaning;

    private async Task Pump()
    {
        await _initialized;
        try
        {
            while (!IsEnding)
            {
                var room = _cache?.GetMaxAddCount() ?? QueueAdapterConstants.UNLIMITED_GET_QUEUE_MSG;
                if (room is not QueueAdapterConstants.UNLIMITED_GET_QUEUE_MSG and <= 0)
                {
                    return;
                }

                if (!await ReadWithRetries(room))
                {
                    return;
                }

                // A receiver that has its data at hand must not keep the deliveries from their turns.
                await Task.Yield();
            }
        }
        catch (OperationCanceledException) when (IsEnding)
        {
            // The read that was under way when the agent was told to end.
        }
        catch (Exception exception)
        {
            // The outermost frame of the adapter's code; the next tick tries again.
            LogGaveUpReading(Logger, exception, _queue, ReadAttempts);
        }
    }

    private async Task<bool> ReadWithRetries(int room)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await Read(room);
            }
            catch (Exception exception) when (!IsEnding && attempt + 1 < ReadAttempts)
            {
                // Whatever the adapter threw.
                LogReadFailed(Logger, exception, _queue, attempt + 1);
            }

            await Wait(_settings.ReadingBackoff.Next(attempt));
            if (IsEnding)
            {
                return false;
            }
        }
    }

    /// <summary>Reads once.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> Read(int room)
    {
        if (_registering > 0)
        {
            // The first batch of a stream stays in the cache until its subscribers are known; nothing may push it out.
            return false;
        }

        Clean();
        if (_cache is not null)
        {
            await Purge(_cache);
            if (IsEnding || _cache.IsUnderPressure())
            {
                return false;
            }
        }

        var batches = await _receiver!.GetQueueMessagesAsync(room, _ending.Token);
        if (IsEnding || batches is null || batches.Count == 0)
        {
            return false;
        }

        _cache?.AddToCache(batches);
        _seen.Clear();
        foreach (var batch in batches)
        {
            if (batch is not null && _seen.Add(batch.StreamId))
            {
                Take(batch);
            }
        }

        return true;
    }

    /// <summary>Takes the first of the batches of a stream that a read has brought.</summary>
    private void Take(IBatchContainer first)
    {
        var id = new QualifiedStreamId(_settings.Adapter.Name, first.StreamId);
        if (!_streams.TryGetValue(id, out var stream))
        {
            Register(id, first.SequenceToken);
            return;
        }

        stream.LastActivity = _settings.Time.GetTimestamp();

        // A copy: a client that is gone is removed in the midst of it.
        foreach (var subscriber in stream.Subscribers.Values.ToArray())
        {
            if (subscriber.IsAttached)
            {
                subscriber.Cursor?.Refresh(first.SequenceToken);
                StartDelivery(subscriber);
            }
            else if (subscriber.PendingStart is null || first.SequenceToken.Older(subscriber.PendingStart))
            {
                subscriber.PendingStart = first.SequenceToken;
            }
        }
    }

    private async Task Purge(IQueueCache cache)
    {
        if (!cache.TryPurgeFromCache(out var purged))
        {
            return;
        }

        try
        {
            await _receiver!.MessagesDeliveredAsync(purged, _ending.Token);
        }
        catch (Exception exception) when (!IsEnding)
        {
            // The adapter's code: what it was to take note of is out of the cache in any case.
            LogNotNoted(Logger, exception, _queue);
        }
    }

    /// <summary>Forgets streams that have been quiet for long, ten times in that time.</summary>
    private void Clean()
    {
        var period = _settings.Options.StreamInactivityPeriod;
        var now = _settings.Time.GetTimestamp();
        if (_settings.Time.GetElapsedTime(_lastCleaning, now) < period / 10)
        {
            return;
        }

        _lastCleaning = now;
        foreach (var (id, stream) in _streams.ToList())
        {
            if (_settings.Time.GetElapsedTime(stream.LastActivity, now) >= period && !stream.Subscribers.Values.Any(static s => s.IsDelivering))
            {
                _streams.Remove(id);
                DisposeCursors(stream);
            }
        }
    }

    /// <summary>Tells the cache the earliest position that all subscriptions have done; nothing if one of them has done none.</summary>
    private void TellProgress()
    {
        StreamSequenceToken? earliest = null;
        foreach (var stream in _streams.Values)
        {
            if (!stream.Registration.IsCompleted)
            {
                return;
            }

            foreach (var subscriber in stream.Subscribers.Values)
            {
                if (!subscriber.IsAttached || subscriber.Processed is not { } processed)
                {
                    return;
                }

                var order = earliest is null ? -1 : processed.SequenceNumber.CompareTo(earliest.SequenceNumber);
                if (order < 0 || (order == 0 && processed.EventIndex < earliest!.EventIndex))
                {
                    earliest = processed;
                }
            }
        }

        _cache?.UpdateDeliveryProgress(earliest, _settings.Time.GetUtcNow().UtcDateTime);
    }

    [LoggerMessage(9115, LogLevel.Error, "Reading the queue {Queue} failed {Attempts} times; it is tried again later.")]
    private static partial void LogGaveUpReading(ILogger logger, Exception exception, QueueId queue, int attempts);

    [LoggerMessage(9116, LogLevel.Warning, "Reading the queue {Queue} failed (attempt {Attempt}).")]
    private static partial void LogReadFailed(ILogger logger, Exception exception, QueueId queue, int attempt);

    [LoggerMessage(9117, LogLevel.Warning, "The receiver of the queue {Queue} did not take note of what was purged.")]
    private static partial void LogNotNoted(ILogger logger, Exception exception, QueueId queue);
}
