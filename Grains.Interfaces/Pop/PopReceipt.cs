namespace OrleansRocket.Pop;

/// <summary>Says that messages are those of a certain hand-out.</summary>
/// <param name="First">The offset of the first one.</param>
/// <param name="Count">How many, without a gap.</param>
/// <param name="Generation">The hand-out, <see cref="Handout.Generation"/>.</param>
[GenerateSerializer, Immutable, Alias("rocket.pop-receipt")]
public readonly record struct PopReceipt(
    [property: Id(0)] long First,
    [property: Id(1)] int Count,
    [property: Id(2)] long Generation);
