using System.Buffers.Binary;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Keys;

/// <summary>The hashes by which the key index finds batches. Part of the file format (docs/format/key-index.md). They may collide: who finds a
/// batch looks at its records.</summary>
internal static class KeyHash
{
    /// <summary>Sequences that share an entry: batches of one message each have one entry each, large ones a few.</summary>
    public const int SequencesPerEntry = 16;

    /// <summary>No UTF-8 text holds this byte: ids do not share hashes with keys other than by chance.</summary>
    private const byte IdMark = 0xFF;
    private const int IdBytes = 1 + sizeof(long) + sizeof(int);

    /// <summary>The hash of one key, UTF-8.</summary>
    public static uint Of(ReadOnlySpan<byte> key) => Crc32C.Compute(key);

    /// <summary>The hash of the ids of a producer whose sequences share an entry.</summary>
    public static uint OfId(long producerId, int sequence)
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        bytes[0] = IdMark;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], producerId);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(1 + sizeof(long))..], sequence / SequencesPerEntry);
        return Crc32C.Compute(bytes);
    }
}
