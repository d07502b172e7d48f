using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Verify;

/// <summary>A batch as it lies in a segment file.</summary>
/// <param name="File">Name of the segment file.</param>
/// <param name="Position">Its first byte in the file.</param>
/// <param name="Check">What a check of header and body found.</param>
/// <param name="Bytes">The batch; from a damaged header on, up to 96 bytes. Valid until the next one is asked for.</param>
public readonly record struct StoredBatch(string File, long Position, BatchCheck Check, ReadOnlyMemory<byte> Bytes);
