using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Keys;

/// <summary>
/// The file <c>BASE.keys</c> of a sealed segment (docs/format/key-index.md): sorted entries in blocks, and a directory of the blocks, which is all
/// that is held in memory. Derived from the log: made anew when it is missing or bad.
/// </summary>
internal sealed class KeyIndexFile
{
    /// <summary>Entries of a block; the last one may have fewer.</summary>
    public const int BlockEntries = 512;
    private const int HeaderBytes = 64;
    private const int EntryBytes = 8;
    private const int DirectoryEntryBytes = 12;
    private const uint Magic = 0x584B4F52;
    private const int Version = 1;

    private readonly ulong[] _firsts;
    private readonly uint[] _checksums;
    private readonly int _entries;

    private KeyIndexFile(ulong[] firsts, uint[] checksums, int entries) => (_firsts, _checksums, _entries) = (firsts, checksums, entries);

    private long EntriesAt => HeaderBytes + ((long)_firsts.Length * DirectoryEntryBytes);

    /// <summary>Writes a file in one step: after a crash it is there as a whole or not at all.</summary>
    /// <param name="files">The file system.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="summary">The segment.</param>
    /// <param name="entries">All of its entries, sorted.</param>
    /// <exception cref="LogFileException">It could not be written; there is none, or the one that was there before.</exception>
    public static void Write(ILogFiles files, string path, in IndexSummary summary, ReadOnlySpan<ulong> entries)
    {
        var temporary = path + WholeFile.TemporaryEnding;
        using (var file = files.Open(temporary, LogFileMode.Create))
        {
            var head = Head(summary, entries);
            file.Write(head, 0);
            file.Write(MemoryMarshal.AsBytes(entries), head.Length);
            file.Sync();
        }

        FaultPoint.Hit("keys.after-write");
        files.Move(temporary, path);
        FaultPoint.Hit("keys.after-rename");
    }

    /// <summary>Reads the directory of a file; null when it is missing, damaged, of another version or of other content of the segment.</summary>
    /// <exception cref="LogFileException">The operating system refused a call.</exception>
    public static KeyIndexFile? Read(ILogFiles files, string path, in IndexSummary summary)
    {
        if (!files.FileExists(path))
            return null;
        using var file = files.Open(path, LogFileMode.ReadOnly);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.Read(header, 0) != HeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(header[60..]) != Crc32C.Compute(header[..60])
            || BinaryPrimitives.ReadInt32LittleEndian(header[4..]) != Version
            || SummaryOf(header) != summary)
            return null;
        var (entries, blocks) = (BinaryPrimitives.ReadInt32LittleEndian(header[48..]), BinaryPrimitives.ReadInt32LittleEndian(header[52..]));
        if (blocks != BlocksOf(entries))
            return null;
        var directory = new byte[blocks * DirectoryEntryBytes];
        if (file.Read(directory, HeaderBytes) != directory.Length || Crc32C.Compute(directory) != BinaryPrimitives.ReadUInt32LittleEndian(header[56..]))
            return null;
        var (firsts, checksums) = (new ulong[blocks], new uint[blocks]);
        for (var i = 0; i < blocks; i++)
        {
            var entry = directory.AsSpan(i * DirectoryEntryBytes);
            firsts[i] = BinaryPrimitives.ReadUInt64LittleEndian(entry);
            checksums[i] = BinaryPrimitives.ReadUInt32LittleEndian(entry[sizeof(ulong)..]);
        }

        return new KeyIndexFile(firsts, checksums, entries);
    }

    /// <summary>Finds positions: for most keys by reading one block.</summary>
    /// <param name="files">The file system.</param>
    /// <param name="path">The file.</param>
    /// <param name="range">What to find.</param>
    /// <param name="found">Takes the positions; what it holds is worth nothing when the result is false.</param>
    /// <returns>False when a block is damaged.</returns>
    /// <exception cref="LogFileException">The operating system refused a call, for example because the file is gone.</exception>
    public bool TryFind(ILogFiles files, string path, in KeyRange range, List<int> found)
    {
        // The block that begins before the first match may end with it.
        var first = Math.Max(0, KeyEntries.LowerBound(_firsts, range.FirstEntry) - 1);
        var end = KeyEntries.LowerBound(_firsts, range.EndEntry);
        if (first >= end)
            return true;
        using var file = files.Open(path, LogFileMode.ReadOnly);
        var block = new ulong[BlockEntries];
        for (var i = 0; i < end - first && found.Count < KeyRange.MaxFound; i++)
        {
            var number = range.OldestFirst ? first + i : end - 1 - i;
            var entries = block.AsSpan(0, Math.Min(BlockEntries, _entries - (number * BlockEntries)));
            var bytes = MemoryMarshal.AsBytes(entries);
            if (file.Read(bytes, EntriesAt + ((long)number * BlockEntries * EntryBytes)) != bytes.Length || Crc32C.Compute(bytes) != _checksums[number])
                return false;
            range.TakeSorted(entries, found);
        }

        return true;
    }

    private static byte[] Head(in IndexSummary summary, ReadOnlySpan<ulong> entries)
    {
        var blocks = BlocksOf(entries.Length);
        var head = new byte[HeaderBytes + (blocks * DirectoryEntryBytes)];
        for (var i = 0; i < blocks; i++)
        {
            var block = entries[(i * BlockEntries)..Math.Min((i + 1) * BlockEntries, entries.Length)];
            var entry = head.AsSpan(HeaderBytes + (i * DirectoryEntryBytes));
            BinaryPrimitives.WriteUInt64LittleEndian(entry, block[0]);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[sizeof(ulong)..], Crc32C.Compute(MemoryMarshal.AsBytes(block)));
        }

        var header = head.AsSpan(0, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], summary.BaseOffset);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], summary.EndOffset);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], summary.EndPosition);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], summary.FirstTimestamp);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], summary.LastTimestamp);
        BinaryPrimitives.WriteInt32LittleEndian(header[48..], entries.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[52..], blocks);
        BinaryPrimitives.WriteUInt32LittleEndian(header[56..], Crc32C.Compute(head.AsSpan(HeaderBytes)));
        BinaryPrimitives.WriteUInt32LittleEndian(header[60..], Crc32C.Compute(header[..60]));
        return head;
    }

    private static IndexSummary SummaryOf(ReadOnlySpan<byte> header) => new(
        BinaryPrimitives.ReadInt64LittleEndian(header[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[16..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[32..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[40..]));

    private static int BlocksOf(int entries) => entries < 0 ? -1 : (int)(((long)entries + BlockEntries - 1) / BlockEntries);
}
