namespace OrleansRocket.Replication;

/// <summary>The leader's log, for a follower to find where its own log agrees with it.</summary>
/// <param name="Epochs">The leader's accepted epochs, its own last.</param>
/// <param name="StartOffset">The oldest offset that the leader still has.</param>
/// <param name="EndOffset">The end of the leader's log.</param>
/// <param name="RefusesLoss">Whether the follower must rather stop than cut what it knows to be committed. False for topics whose
/// leader acknowledges alone.</param>
[GenerateSerializer, Immutable, Alias("rocket.follow-request")]
public sealed record FollowRequest(
    [property: Id(0)] IReadOnlyList<QueueEpoch> Epochs,
    [property: Id(1)] long StartOffset,
    [property: Id(2)] long EndOffset,
    [property: Id(3)] bool RefusesLoss);
