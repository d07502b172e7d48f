namespace OrleansRocket.Log.Keys;

/// <summary>Records that a search has found.</summary>
/// <param name="Batches">
/// Record batches, one behind another, in the order that was asked for; each holds only the records that were found, in the order of offsets.
/// A copy. Empty when nothing was found.
/// </param>
/// <param name="Count">How many records.</param>
/// <param name="HasMore">There may be more: search on before the smallest offset found, or behind the largest when the oldest come first.</param>
public readonly record struct FoundRecords(ReadOnlyMemory<byte> Batches, int Count, bool HasMore);
