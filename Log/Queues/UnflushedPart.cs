using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Queues;

/// <summary>What of a queue was in its files when a flush of the whole file system began.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="EndOffset">Its end then.</param>
/// <param name="Segments">Segments that were not flushed up to their ends, and those ends.</param>
/// <param name="Last">The last segment.</param>
/// <param name="Cuts">How often the last segment had been cut.</param>
internal sealed record UnflushedPart(QueueLog Queue, long EndOffset, (Segment Segment, long EndPosition)[] Segments, Segment Last, int Cuts)
{
    /// <summary>Nothing was cut off meanwhile: the same bytes are still in front of the same end.</summary>
    public bool IsWhole => !Last.IsRetired && Last.Cuts == Cuts;
}
