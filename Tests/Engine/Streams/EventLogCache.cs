using System.Diagnostics.CodeAnalysis;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Nothing is kept: a cursor reads the log.</summary>
internal sealed class EventLogCache(EventLog log, QueueId queue) : IQueueCache
{
    public int GetMaxAddCount() => 100;

    public void AddToCache(IList<IBatchContainer> messages)
    {
    }

    public bool TryPurgeFromCache([MaybeNullWhen(false)] out IList<IBatchContainer> purgedItems)
    {
        purgedItems = null;
        return false;
    }

    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        if (token is not null && token.SequenceNumber < log.Oldest)
        {
            throw new QueueCacheMissException(token.ToString(), $"{log.Oldest}", $"{log.End(queue)}");
        }

        return new Cursor(log, queue, streamId, token?.SequenceNumber ?? log.End(queue));
    }

    public bool IsUnderPressure() => false;

    public void UpdateDeliveryProgress(StreamSequenceToken? earliestSubscriptionToken, DateTime utcNow)
    {
        if (earliestSubscriptionToken is not null)
        {
            log.Done(queue, earliestSubscriptionToken.SequenceNumber);
        }
    }

    private sealed class Cursor(EventLog log, QueueId queue, StreamId stream, long next) : IQueueCacheCursor
    {
        private EventBatch? _current;
        private long _next = next;

        public IBatchContainer? GetCurrent(out Exception? exception)
        {
            exception = null;
            return _current;
        }

        public bool MoveNext()
        {
            _current = log.Next(queue, stream, _next);
            _next = _current is null ? _next : _current.Token.SequenceNumber + 1;
            return _current is not null;
        }

        public void Refresh(StreamSequenceToken token)
        {
        }

        public void RecordDeliveryFailure()
        {
        }

        public void Dispose()
        {
        }
    }
}
