using System.Collections.Concurrent;
using OrleansRocket.Queues;
using OrleansRocket.Routing;

namespace OrleansRocket.Producing;

/// <summary>A producer's ways to the stores. Queues that wait for the disk have their own: others must not wait with them.</summary>
internal sealed class StoreLanes(ClientContext context, ClientRoutes routes)
{
    private readonly ConcurrentDictionary<(string Store, FlushDiskType Flush), StoreLane> _lanes = new();

    /// <summary>Appends a batch to a queue, on the way to the store where its leader was last, or else prefers to be.</summary>
    public Task<AppendReply> Append(QueueName queue, ITopicQueueGrain grain, AppendRequest request, string? store) =>
        routes.Table.FindTopic(queue.Topic) is { } topic && queue.Queue < topic.Queues.Count
            ? _lanes.GetOrAdd((store ?? topic.Queues[queue.Queue].Stores[0], topic.Config.Flush), NewLane).Append(queue, grain, request)
            : grain.Append(request);

    private StoreLane NewLane((string Store, FlushDiskType Flush) way) => new(context, way.Store);
}
