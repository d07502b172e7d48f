using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Queues;
using OrleansRocket.Stores;

namespace OrleansRocket.Replication;

/// <summary>Between the log's epochs and those that travel.</summary>
internal static class ReplicaStates
{
    public static ReplicaState Of(QueueLog log, BrokerStore store, long committed, long leaderEnd) => new(
        store.Name,
        log.Promised.Epoch,
        ToWire(log.Epochs),
        log.StartOffset,
        log.EndOffset,
        committed,
        log.Failure?.Message,
        store.IsLeaving,
        Math.Max(leaderEnd, log.EndOffset));

    public static QueueEpoch[] ToWire(IReadOnlyList<EpochStart> starts) => [.. starts.Select(start => new QueueEpoch(start.Epoch, start.StartOffset))];

    public static EpochStart[] FromWire(IReadOnlyList<QueueEpoch> epochs) => [.. epochs.Select(epoch => new EpochStart(epoch.Epoch, epoch.StartOffset))];
}
