using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Says which stream is in which queue; clients and silos must agree.</summary>
public interface IStreamQueueMapper
{
    /// <summary>All queues.</summary>
    IEnumerable<QueueId> GetAllQueues();

    /// <summary>The queue of a stream.</summary>
    QueueId GetQueueForStream(StreamId streamId);
}
