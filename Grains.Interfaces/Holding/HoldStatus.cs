namespace OrleansRocket.Holding;

/// <summary>How a queue of held messages is.</summary>
/// <param name="Held">How many messages it holds.</param>
/// <param name="HeadOffset">Everything below has been released or dropped.</param>
/// <param name="EndOffset">Everything below has been seen.</param>
/// <param name="NextDueMs">When the next message is due, in Unix milliseconds; -1 when none is held.</param>
[GenerateSerializer, Immutable, Alias("rocket.hold-status")]
public sealed record HoldStatus(
    [property: Id(0)] long Held,
    [property: Id(1)] long HeadOffset,
    [property: Id(2)] long EndOffset,
    [property: Id(3)] long NextDueMs);
