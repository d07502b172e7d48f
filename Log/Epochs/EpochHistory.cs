using System.Buffers.Binary;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Epochs;

/// <summary>
/// The leader epochs of a queue and where each begins; the file <c>epochs</c>. Immutable: changes make a new one. An epoch
/// that was promised is kept even when no batch of it has survived.
/// </summary>
internal sealed class EpochHistory
{
    private const int HeaderBytes = 16;
    private const int EntryBytes = 16;
    private const uint Magic = 0x4550524F;
    private const int Version = 1;
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly (int Epoch, long StartOffset)[] _entries;

    private EpochHistory((int Epoch, long StartOffset)[] entries) => _entries = entries;

    public static EpochHistory Empty { get; } = new([]);

    public IReadOnlyList<(int Epoch, long StartOffset)> Entries => _entries;

    /// <summary>The highest epoch; 0 when none has begun.</summary>
    public int Last => _entries.Length == 0 ? 0 : _entries[^1].Epoch;

    /// <summary>Reads the file; null when it is missing or damaged.</summary>
    public static EpochHistory? Read(ILogFiles files, string path)
    {
        var bytes = WholeFile.Read(files, path, MaxBytes);
        if (bytes is null || bytes.Length < HeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)) != Version
            || bytes.Length != HeaderBytes + (long)BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)) * EntryBytes)
            return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12)) != ChecksumOf(bytes))
            return null;
        var entries = new (int, long)[(bytes.Length - HeaderBytes) / EntryBytes];
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = bytes.AsSpan(HeaderBytes + i * EntryBytes);
            entries[i] = (BinaryPrimitives.ReadInt32LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[8..]));
        }

        return new EpochHistory(entries);
    }

    public void Write(ILogFiles files, string path)
    {
        var bytes = new byte[HeaderBytes + _entries.Length * EntryBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), _entries.Length);
        for (var i = 0; i < _entries.Length; i++)
        {
            var entry = bytes.AsSpan(HeaderBytes + i * EntryBytes);
            BinaryPrimitives.WriteInt32LittleEndian(entry, _entries[i].Epoch);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], _entries[i].StartOffset);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), ChecksumOf(bytes));
        WholeFile.Write(files, path, bytes, static () => FaultPoint.Hit("epochs.after-write"), static () => FaultPoint.Hit("epochs.after-rename"));
    }

    /// <summary>With an epoch begun at an offset. An epoch that wrote nothing is replaced by its successor.</summary>
    public EpochHistory Begin(int epoch, long startOffset)
    {
        var kept = _entries.AsSpan();
        while (kept.Length > 0 && kept[^1].StartOffset >= startOffset)
            kept = kept[..^1];
        return new EpochHistory([.. kept, (epoch, startOffset)]);
    }

    /// <summary>After the log was cut: what began behind its end begins at it.</summary>
    public EpochHistory CutTo(long endOffset) => _entries.Length == 0 || _entries[^1].StartOffset <= endOffset ? this : Begin(Last, endOffset);

    /// <summary>Without the epochs that retention has left nothing of.</summary>
    public EpochHistory DropBefore(long startOffset)
    {
        var first = 0;
        while (first + 1 < _entries.Length && _entries[first + 1].StartOffset <= startOffset)
            first++;
        return first == 0 ? this : new EpochHistory(_entries[first..]);
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> bytes) => Crc32C.Compute(bytes[HeaderBytes..], Crc32C.Compute(bytes[..12]));
}
