namespace OrleansRocket.Replication;

/// <summary>A follower's answer to a push.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="EndOffset">What the follower has, as durably as the topic's flush demands.</param>
/// <param name="HasAccepted">Whether the follower counts: its log reaches the start of the leader's epoch, and it has accepted that epoch.</param>
/// <param name="PromisedEpoch">What the follower has promised.</param>
/// <param name="Problem">Why it failed; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("rocket.push-reply")]
public sealed record PushReply(
    [property: Id(0)] PushStatus Status,
    [property: Id(1)] long EndOffset,
    [property: Id(2)] bool HasAccepted,
    [property: Id(3)] int PromisedEpoch,
    [property: Id(4)] string? Problem = null);
