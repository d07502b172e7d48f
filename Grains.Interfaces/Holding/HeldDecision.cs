using OrleansRocket.Log.Records;

namespace OrleansRocket.Holding;

/// <summary>What is to become of a held message.</summary>
/// <param name="Offset">Its offset in the queue that holds it.</param>
/// <param name="ProducerId">The first part of its id, see <see cref="MessageId"/>.</param>
/// <param name="Sequence">The second part of its id.</param>
/// <param name="Release">True to release it into its topic now, false to drop it.</param>
/// <param name="ProducerGroup">The group of producers whose transaction it is; null for a delayed message.</param>
[GenerateSerializer, Immutable, Alias("rocket.held-decision")]
public sealed record HeldDecision(
    [property: Id(0)] long Offset,
    [property: Id(1)] long ProducerId,
    [property: Id(2)] int Sequence,
    [property: Id(3)] bool Release,
    [property: Id(4)] string? ProducerGroup);
