namespace OrleansRocket.Pop;

/// <summary>Messages that are handed out.</summary>
/// <param name="HasBegun">False when the group never read the queue and was not told where to begin.</param>
/// <param name="Batches">Record batches, one after another. They may hold messages that are not handed out: <paramref name="Handouts"/> says
/// which are. Within a process this may be the mapped log itself: it must not be written to.</param>
/// <param name="Handouts">What is handed out, in the order of the batches; empty when there was nothing.</param>
[GenerateSerializer, Immutable, Alias("rocket.pop-reply")]
public sealed record PopReply(
    [property: Id(0)] bool HasBegun,
    [property: Id(1)] ReadOnlyMemory<byte> Batches,
    [property: Id(2)] IReadOnlyList<Handout> Handouts);
