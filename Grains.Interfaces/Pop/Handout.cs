namespace OrleansRocket.Pop;

/// <summary>Messages without a gap that are handed out together.</summary>
/// <param name="First">The offset of the first one.</param>
/// <param name="Count">How many.</param>
/// <param name="Generation">Which hand-out it is: part of the receipt, and different for every hand-out of the same message.</param>
/// <param name="Attempt">How often they have been handed out, this time included.</param>
[GenerateSerializer, Immutable, Alias("rocket.pop-handout")]
public readonly record struct Handout(
    [property: Id(0)] long First,
    [property: Id(1)] int Count,
    [property: Id(2)] long Generation,
    [property: Id(3)] int Attempt);
