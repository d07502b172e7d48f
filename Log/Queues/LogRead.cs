namespace OrleansRocket.Log.Queues;

/// <summary>Result of a read.</summary>
/// <param name="Status">What was found.</param>
/// <param name="Batches">
/// Whole batches, one after another; the first one holds the offset asked for, or the next that still exists. A view of the
/// mapped file, valid as long as the memory is held. Empty unless <see cref="ReadStatus.Found"/>.
/// </param>
/// <param name="NextOffset">
/// Where to read on. Without batches: the offset asked for, or the log's start or end when the offset lies outside.
/// </param>
public readonly record struct LogRead(ReadStatus Status, ReadOnlyMemory<byte> Batches, long NextOffset);
