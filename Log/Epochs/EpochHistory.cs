using System.Buffers.Binary;
using System.Text;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Epochs;

/// <summary>
/// The leader epochs of a replica: what it has promised, and where each epoch that it has accepted begins. The file <c>epochs</c>.
/// Immutable: changes make a new one.
/// </summary>
/// <remarks>A promise is kept even when nothing of its epoch was ever accepted, or has survived.</remarks>
internal sealed class EpochHistory
{
    private const int HeaderBytes = 16;
    private const int PromiseBytes = 8;
    private const int StartBytes = 16;
    private const uint Magic = 0x4550524F;
    private const int Version = 2;
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly EpochStart[] _starts;

    private EpochHistory(EpochPromise promised, EpochStart[] starts)
    {
        Promised = promised;
        _starts = starts;
    }

    public static EpochHistory Empty { get; } = new(EpochPromise.None, []);

    /// <summary>The highest promise.</summary>
    public EpochPromise Promised { get; }

    /// <summary>The accepted epochs, oldest first.</summary>
    public IReadOnlyList<EpochStart> Starts => _starts;

    /// <summary>The highest accepted epoch; 0 when there is none.</summary>
    public int Accepted => _starts.Length == 0 ? 0 : _starts[^1].Epoch;

    /// <summary>Reads the file; null when it is missing or damaged.</summary>
    public static EpochHistory? Read(ILogFiles files, string path)
    {
        var bytes = WholeFile.Read(files, path, MaxBytes);
        if (bytes is null || bytes.Length < HeaderBytes + PromiseBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)) != Version
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12)) != ChecksumOf(bytes))
            return null;
        var leaderBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(HeaderBytes + 4));
        var at = HeaderBytes + PromiseBytes + leaderBytes;
        var promised = new EpochPromise(
            BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(HeaderBytes)), Encoding.UTF8.GetString(bytes, HeaderBytes + PromiseBytes, leaderBytes));
        var starts = new EpochStart[BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8))];
        for (var i = 0; i < starts.Length; i++)
        {
            var entry = bytes.AsSpan(at + i * StartBytes);
            starts[i] = new EpochStart(
                BinaryPrimitives.ReadInt32LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[8..]), BinaryPrimitives.ReadInt32LittleEndian(entry[4..]));
        }

        return new EpochHistory(promised, starts);
    }

    /// <summary>Writes and flushes the file. Only then may anything that depends on it be answered.</summary>
    public void Write(ILogFiles files, string path)
    {
        var leader = Encoding.UTF8.GetBytes(Promised.Leader);
        var at = HeaderBytes + PromiseBytes + leader.Length;
        var bytes = new byte[at + _starts.Length * StartBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), _starts.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes), Promised.Epoch);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes + 4), leader.Length);
        leader.CopyTo(bytes, HeaderBytes + PromiseBytes);
        for (var i = 0; i < _starts.Length; i++)
        {
            var entry = bytes.AsSpan(at + i * StartBytes);
            BinaryPrimitives.WriteInt32LittleEndian(entry, _starts[i].Epoch);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], _starts[i].LeaderId);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], _starts[i].StartOffset);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), ChecksumOf(bytes));
        WholeFile.Write(files, path, bytes, static () => FaultPoint.Hit("epochs.after-write"), static () => FaultPoint.Hit("epochs.after-rename"));
    }

    /// <summary>With another promise.</summary>
    public EpochHistory Promise(EpochPromise promise) => new(promise, _starts);

    /// <summary>With an epoch accepted that begins at an offset. An epoch that wrote nothing is replaced by its successor.</summary>
    public EpochHistory Accept(EpochStart start)
    {
        var kept = _starts.AsSpan();
        while (kept.Length > 0 && kept[^1].StartOffset >= start.StartOffset)
            kept = kept[..^1];
        return new EpochHistory(Promised, [.. kept, start]);
    }

    /// <summary>With the epoch begun that was promised.</summary>
    public EpochHistory Begin(long startOffset) => Accept(new EpochStart(Promised.Epoch, startOffset, Promised.LeaderId));

    /// <summary>Whether the epoch of a promise is the last that was accepted.</summary>
    public bool HasAccepted(EpochPromise leader) => _starts.Length > 0 && _starts[^1].Epoch == leader.Epoch && _starts[^1].LeaderId == leader.LeaderId;

    /// <summary>With other accepted epochs: those of a leader, as far as this log reaches.</summary>
    public EpochHistory Replace(IReadOnlyList<EpochStart> starts, long endOffset) =>
        new(Promised, [.. starts.Where(start => start.StartOffset <= endOffset)]);

    /// <summary>After the log was cut: an epoch that begins behind its end is not accepted any more. The promise stays.</summary>
    public EpochHistory CutTo(long endOffset) => _starts.Length == 0 || _starts[^1].StartOffset <= endOffset ? this : Replace(_starts, endOffset);

    /// <summary>Without the epochs that retention has left nothing of.</summary>
    public EpochHistory DropBefore(long startOffset)
    {
        var first = 0;
        while (first + 1 < _starts.Length && _starts[first + 1].StartOffset <= startOffset)
            first++;
        return first == 0 ? this : new EpochHistory(Promised, _starts[first..]);
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> bytes) => Crc32C.Compute(bytes[HeaderBytes..], Crc32C.Compute(bytes[..12]));
}
