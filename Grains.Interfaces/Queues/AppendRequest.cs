namespace OrleansRocket.Queues;

/// <summary>Record batches to append to a queue.</summary>
/// <param name="Batch">One encoded record batch (see <c>docs/format/record-batch.md</c>). The bytes must not change until the call has ended.</param>
/// <param name="IsRelease">True for messages that were held: they were checked then, and the topic may have got another type since.</param>
[GenerateSerializer, Immutable, Alias("rocket.append-request")]
public sealed record AppendRequest([property: Id(0)] ReadOnlyMemory<byte> Batch, [property: Id(1)] bool IsRelease = false);
