using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Indexes;

/// <summary>What an index file says about its segment besides the entries.</summary>
/// <param name="BaseOffset">First offset of the segment.</param>
/// <param name="EndOffset">Offset after the last one that was in the segment when the file was written.</param>
/// <param name="EndPosition">Bytes of batches.</param>
/// <param name="FirstTimestamp">Store timestamp of the first batch.</param>
/// <param name="LastTimestamp">Store timestamp of the last batch.</param>
internal readonly record struct IndexSummary(long BaseOffset, long EndOffset, long EndPosition, long FirstTimestamp, long LastTimestamp);

/// <summary>The file <c>BASE.index</c> (docs/format/index.md). Derived from the log: rebuilt when it is missing or bad.</summary>
internal static class IndexFile
{
    private const int HeaderBytes = 64;
    private const int EntryBytes = 24;
    private const uint Magic = 0x58494F52;
    private const int Version = 1;
    private const int MaxBytes = 256 * 1024 * 1024;

    public static void Write(ILogFiles files, string path, in IndexSummary summary, ReadOnlySpan<IndexEntry> entries)
    {
        FaultPoint.Hit("index.before-write");
        var bytes = new byte[HeaderBytes + entries.Length * EntryBytes];
        MemoryMarshal.AsBytes(entries).CopyTo(bytes.AsSpan(HeaderBytes));
        var header = bytes.AsSpan(0, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], summary.BaseOffset);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], summary.EndOffset);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], summary.EndPosition);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], summary.FirstTimestamp);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], summary.LastTimestamp);
        BinaryPrimitives.WriteInt32LittleEndian(header[48..], entries.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[56..], Crc32C.Compute(bytes.AsSpan(HeaderBytes)));
        BinaryPrimitives.WriteUInt32LittleEndian(header[60..], Crc32C.Compute(header[..60]));
        WholeFile.Write(files, path, bytes, static () => FaultPoint.Hit("index.after-write"), static () => FaultPoint.Hit("index.after-rename"));
    }

    /// <summary>Reads a file; null when it is missing, damaged, of another version or of another segment.</summary>
    public static (IndexSummary Summary, SegmentIndex Index)? Read(ILogFiles files, string path, long baseOffset)
    {
        var bytes = WholeFile.Read(files, path, MaxBytes);
        if (bytes is null || bytes.Length < HeaderBytes)
            return null;
        var header = bytes.AsSpan(0, HeaderBytes);
        var body = bytes.AsSpan(HeaderBytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(header[60..]) != Crc32C.Compute(header[..60])
            || BinaryPrimitives.ReadInt32LittleEndian(header[4..]) != Version
            || BinaryPrimitives.ReadInt64LittleEndian(header[8..]) != baseOffset
            || body.Length != (long)BinaryPrimitives.ReadInt32LittleEndian(header[48..]) * EntryBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(header[56..]) != Crc32C.Compute(body))
            return null;
        var summary = new IndexSummary(
            baseOffset,
            BinaryPrimitives.ReadInt64LittleEndian(header[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[40..]));
        return (summary, new SegmentIndex(MemoryMarshal.Cast<byte, IndexEntry>(body).ToArray()));
    }
}
