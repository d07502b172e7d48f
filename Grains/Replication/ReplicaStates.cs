using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Queues;
using OrleansRocket.Stores;

namespace OrleansRocket.Replication;

/// <summary>Between the log's epochs and those that travel.</summary>
internal static class ReplicaStates
{
    public static ReplicaState Of(QueueLog log, BrokerStore store, long committed, long leaderEnd) =>
        Of(log.State(), log, store, committed, leaderEnd);

    /// <summary>As of one moment.</summary>
    public static ReplicaState Of(ReplicaLogState state, QueueLog log, BrokerStore store, long committed, long leaderEnd) => new(
        store.Name,
        state.Promised.Epoch,
        ToWire(state.Epochs),
        state.StartOffset,
        state.EndOffset,
        committed,
        log.Failure?.Message,
        store.IsLeaving,
        Math.Max(leaderEnd, state.EndOffset));

    public static QueueEpoch[] ToWire(IReadOnlyList<EpochStart> starts) => [.. starts.Select(start => new QueueEpoch(start.Epoch, start.StartOffset, start.LeaderId))];

    public static EpochStart[] FromWire(IReadOnlyList<QueueEpoch> epochs) => [.. epochs.Select(epoch => new EpochStart(epoch.Epoch, epoch.StartOffset, epoch.LeaderId))];
}
