using System.Buffers.Binary;
using System.Security.Cryptography;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Compaction;

/// <summary>
/// The last offset of every key. Keys are held as 128 bits of their SHA-256: two keys that collide would cost a message, which
/// at a thousand million keys has a chance of about 10^-21.
/// </summary>
internal sealed class KeyTable
{
    private readonly Dictionary<UInt128, long> _last = [];

    public int Count => _last.Count;

    public void Add(ReadOnlySpan<byte> key, long offset) => _last[Digest(key)] = offset;

    /// <summary>Whether a later record has the same key.</summary>
    public bool IsSuperseded(ReadOnlySpan<byte> key, long offset) => _last.TryGetValue(Digest(key), out var last) && last > offset;

    /// <summary>Takes note of all records with keys.</summary>
    public void AddAll(ReadOnlyMemory<byte> chain)
    {
        while (RecordBatch.TryRead(chain, out var batch, out chain))
        {
            foreach (var record in batch.Records)
            {
                if (record.KeysUtf8.Length > 0)
                    Add(record.KeysUtf8.Span, record.Offset);
            }
        }
    }

    private static UInt128 Digest(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
