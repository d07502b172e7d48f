using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A mapper whose queues lie on a ring, so that silos can share them out.</summary>
public interface IConsistentRingStreamQueueMapper : IStreamQueueMapper
{
    /// <summary>The queues in a part of the ring.</summary>
    IEnumerable<QueueId> GetQueuesForRange(IRingRange range);
}
