using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What was read of one queue and is not yet delivered to all. It is used by one agent, in its turns.</summary>
public interface IQueueCache : IQueueFlowController
{
    /// <summary>Takes what was read.</summary>
    void AddToCache(IList<IBatchContainer> messages);

    /// <summary>Drops what no cursor wants any more.</summary>
    /// <returns>Whether anything was dropped.</returns>
    bool TryPurgeFromCache([MaybeNullWhen(false)] out IList<IBatchContainer> purgedItems);

    /// <summary>A cursor before the batch of this position; with null, behind the newest batch.</summary>
    /// <exception cref="QueueCacheMissException">The position is older than what the cache has.</exception>
    [Obsolete("Use TryGetCacheCursor.")]
    IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token);

    /// <summary>A cursor before the batch of this position; with null, behind the newest batch.</summary>
    QueueCacheCursorResult<IQueueCacheCursor> TryGetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        try
        {
#pragma warning disable CS0618 // For caches that have the older form only.
            return QueueCacheCursorResult<IQueueCacheCursor>.FromCursor(GetCacheCursor(streamId, token));
#pragma warning restore CS0618
        }
        catch (QueueCacheMissException miss)
        {
            return QueueCacheCursorResult<IQueueCacheCursor>.FromCacheMiss(new QueueCacheMissInfo(miss.Requested, miss.Low, miss.High));
        }
    }

    /// <summary>Whether the queue should not be read for now.</summary>
    bool IsUnderPressure();

    /// <summary>Told when the agent ends: the earliest position that all subscriptions have done.</summary>
    /// <param name="earliestSubscriptionToken">The position; null if there are no subscriptions.</param>
    /// <param name="utcNow">The time.</param>
    void UpdateDeliveryProgress(StreamSequenceToken? earliestSubscriptionToken, DateTime utcNow)
    {
    }
}
