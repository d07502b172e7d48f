namespace OrleansRocket.Queues;

/// <summary>Messages of a queue.</summary>
/// <param name="Status">What was found.</param>
/// <param name="Batches">Record batches, one after another; empty unless <see cref="ReadStatus.Found"/>. The first may begin before the
/// offset that was asked for. Within a process this is the mapped log itself: it must not be written to.</param>
/// <param name="NextOffset">Where to read on.</param>
/// <param name="StartOffset">The oldest offset that the queue still has.</param>
/// <param name="CommittedOffset">Everything below is committed and readable.</param>
[GenerateSerializer, Immutable, Alias("rocket.read-reply")]
public sealed record ReadReply(
    [property: Id(0)] ReadStatus Status,
    [property: Id(1)] ReadOnlyMemory<byte> Batches,
    [property: Id(2)] long NextOffset,
    [property: Id(3)] long StartOffset,
    [property: Id(4)] long CommittedOffset);
