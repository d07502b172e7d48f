using System.Buffers.Binary;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Producers;

/// <summary>
/// The file <c>OFFSET.producers</c>: the producer table as it was when the log ended at that offset. Derived from the log;
/// recovery replays the batch headers from there. Without one it replays the whole log.
/// </summary>
internal static class ProducerSnapshot
{
    private const int HeaderBytes = 32;
    private const uint Magic = 0x5250524F;
    private const int Version = 1;
    private const int MaxBytes = 512 * 1024 * 1024;
    private const int Kept = 2;

    public static void Write(ILogFiles files, string directory, long offset, ReadOnlySpan<byte> table)
    {
        var bytes = new byte[HeaderBytes + table.Length];
        table.CopyTo(bytes.AsSpan(HeaderBytes));
        var header = bytes.AsSpan(0, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], offset);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], Crc32C.Compute(table));
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], Crc32C.Compute(header[..28]));
        WholeFile.Write(files, Path.Join(directory, SegmentFileName.Producers(offset)), bytes,
            static () => FaultPoint.Hit("producers.after-write"), static () => FaultPoint.Hit("producers.after-rename"));
        Prune(files, directory, offset);
    }

    /// <summary>Loads the newest sound snapshot not above an offset. Returns its offset, or -1 and an empty table.</summary>
    public static long Load(ILogFiles files, string directory, IEnumerable<long> offsets, long maxOffset, ProducerTable table)
    {
        foreach (var offset in offsets.Where(offset => offset <= maxOffset).OrderDescending())
        {
            var bytes = WholeFile.Read(files, Path.Join(directory, SegmentFileName.Producers(offset)), MaxBytes);
            if (bytes is not null && IsSound(bytes, offset) && table.TryLoad(bytes.AsSpan(HeaderBytes)))
                return offset;
        }

        table.Clear();
        return -1;
    }

    /// <summary>Offsets of the snapshots in a queue's directory.</summary>
    public static List<long> Offsets(IEnumerable<string> names)
    {
        var offsets = new List<long>();
        foreach (var name in names)
        {
            if (SegmentFileName.TryParse(name, SegmentFileName.ProducersEnding, out var offset))
                offsets.Add(offset);
        }

        return offsets;
    }

    private static bool IsSound(ReadOnlySpan<byte> bytes, long offset) =>
        bytes.Length >= HeaderBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]) == Crc32C.Compute(bytes[..28])
        && BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]) == Version
        && BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) == offset
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]) == Crc32C.Compute(bytes[HeaderBytes..]);

    private static void Prune(ILogFiles files, string directory, long newest)
    {
        foreach (var old in Offsets(files.List(directory)).Where(offset => offset < newest).OrderDescending().Skip(Kept - 1))
            files.Delete(Path.Join(directory, SegmentFileName.Producers(old)));
    }
}
