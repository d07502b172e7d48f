namespace OrleansRocket.Replication;

/// <summary>Where a replica stands.</summary>
/// <param name="Store">Its store.</param>
/// <param name="PromisedEpoch">It accepts nothing from an earlier epoch.</param>
/// <param name="Epochs">The epochs that it has accepted, oldest first.</param>
/// <param name="StartOffset">The oldest offset that it still has.</param>
/// <param name="EndOffset">The offset after its newest message.</param>
/// <param name="CommittedOffset">Everything below is committed as far as it knows.</param>
/// <param name="Problem">Why it cannot be written, damaged or latched; null when it can.</param>
/// <param name="LeaderEndOffset">The end of its leader's log, as it has last heard of it.</param>
/// <param name="IsLeaving">Whether its broker is stopping, so that it had better not lead.</param>
[GenerateSerializer, Immutable, Alias("rocket.replica-state")]
public sealed record ReplicaState(
    [property: Id(0)] string Store,
    [property: Id(1)] int PromisedEpoch,
    [property: Id(2)] IReadOnlyList<QueueEpoch> Epochs,
    [property: Id(3)] long StartOffset,
    [property: Id(4)] long EndOffset,
    [property: Id(5)] long CommittedOffset,
    [property: Id(6)] string? Problem,
    [property: Id(7)] bool IsLeaving,
    [property: Id(8)] long LeaderEndOffset)
{
    /// <summary>The highest epoch that it has accepted; 0 when there is none.</summary>
    public int AcceptedEpoch => Epochs.Count == 0 ? 0 : Epochs[^1].Epoch;

    /// <summary>Whether its log has more than another's: a later accepted epoch, or a later end in the same one.</summary>
    public bool IsAheadOf(ReplicaState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return AcceptedEpoch != other.AcceptedEpoch ? AcceptedEpoch > other.AcceptedEpoch : EndOffset > other.EndOffset;
    }
}
