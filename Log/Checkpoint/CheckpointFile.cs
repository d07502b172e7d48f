using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Checkpoint;

/// <summary>
/// The file <c>checkpoint</c>: one slot of 64 bytes a queue, written in place after the queue's flush and made durable once
/// for all queues. A slot that is lost or torn (its CRC tells) costs a longer recovery, never data: it only ever claims what
/// had been flushed before it was written. Layout: docs/format/store.md.
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    private const int SlotBytes = 64;
    private const int MaxSlotsAtOnce = 1024;
    private const int MaxBytes = 1024 * 1024 * 1024;
    private const uint Magic = 0x504B524F;
    private const int Version = 1;
    private const int UsedFlag = 1;
    private const int CleanFlag = 2;

    private readonly Lock _lock = new();
    private readonly ILogFile _file;
    private readonly Dictionary<ulong, (int Slot, CheckpointEntry Entry)> _entries = [];
    private readonly Stack<int> _free = new();
    private int _slots = 1;
    private bool _dirty;
    private Exception? _failure;

    private CheckpointFile(ILogFile file) => _file = file;

    public static CheckpointFile Open(ILogFiles files, string path)
    {
        var file = files.Open(path, LogFileMode.OpenOrCreate);
        try
        {
            var checkpoint = new CheckpointFile(file);
            checkpoint.Load();
            return checkpoint;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The slots of a store, without the right to write them.</summary>
    public static IReadOnlyDictionary<ulong, CheckpointEntry> ReadAll(ILogFiles files, string path)
    {
        if (!files.FileExists(path))
            return new Dictionary<ulong, CheckpointEntry>();
        using var checkpoint = new CheckpointFile(files.Open(path, LogFileMode.ReadOnly));
        checkpoint.LoadSlots();
        return checkpoint._entries.ToDictionary(pair => pair.Key, pair => pair.Value.Entry);
    }

    public static ulong KeyOf(string topic, int queue) => Hash($"{topic}/{queue}");

    public static ulong Hash(string text) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public CheckpointEntry? Find(ulong key)
    {
        lock (_lock)
            return _entries.TryGetValue(key, out var found) ? found.Entry : null;
    }

    /// <summary>Writes a slot. It is durable after the next <see cref="Sync"/>.</summary>
    public void Set(in CheckpointEntry entry)
    {
        lock (_lock)
        {
            ThrowIfFailed();
            _dirty = true;
            WriteSlot(Take(entry), entry, FlagsOf(entry));
        }
    }

    /// <summary>Writes the slots of many queues, those that lie side by side in one call. Durable after the next <see cref="Sync"/>.</summary>
    /// <param name="queues">The queues.</param>
    /// <param name="entryOf">Called under the lock, so that no older entry can follow a newer one; null: the queue's slot stays as it is.</param>
    public void SetAll<T>(IEnumerable<T> queues, Func<T, CheckpointEntry?> entryOf)
    {
        lock (_lock)
        {
            ThrowIfFailed();
            var slots = new List<(int Slot, CheckpointEntry Entry)>();
            foreach (var queue in queues)
            {
                if (entryOf(queue) is { } entry)
                    slots.Add((Take(entry), entry));
            }

            slots.Sort(static (one, other) => one.Slot.CompareTo(other.Slot));
            _dirty |= slots.Count > 0;
            for (var start = 0; start < slots.Count;)
            {
                var end = start + 1;
                while (end < slots.Count && end - start < MaxSlotsAtOnce && slots[end].Slot == slots[end - 1].Slot + 1)
                    end++;
                WriteSlots(slots[start..end]);
                start = end;
            }
        }
    }

    public void Remove(ulong key)
    {
        lock (_lock)
        {
            ThrowIfFailed();
            if (!_entries.Remove(key, out var found))
                return;
            _free.Push(found.Slot);
            _dirty = true;
            WriteSlot(found.Slot, default, 0);
        }
    }

    /// <summary>After an unclean stop no slot may claim that its queue was closed in order.</summary>
    public void MarkAllUnclean()
    {
        foreach (var (_, entry) in _entries.Values.ToArray())
        {
            if (entry.Clean)
                Set(entry with { Clean = false });
        }

        Sync();
    }

    /// <summary>Makes the slots durable. After a failure no slot can be trusted to reach the disk any more, so every later call throws.</summary>
    public void Sync()
    {
        lock (_lock)
        {
            ThrowIfFailed();
            if (!_dirty)
                return;
            try
            {
                FaultPoint.Hit("checkpoint.before-sync");
                _file.Sync();
                FaultPoint.Hit("checkpoint.after-sync");
                _dirty = false;
            }
            catch (LogFileException error)
            {
                _failure = error;
                throw;
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private void ThrowIfFailed()
    {
        if (_failure is not null)
            throw new FlushFailedException($"{_file.Path} could not be made durable: {_failure.Message}", _failure);
    }

    private void Load()
    {
        Span<byte> header = stackalloc byte[SlotBytes];
        header.Clear();
        var read = _file.Read(header, 0);
        var sound = read == SlotBytes && Crc32C.Compute(header[..60]) == BinaryPrimitives.ReadUInt32LittleEndian(header[60..])
            && BinaryPrimitives.ReadUInt32LittleEndian(header) == Magic;
        if (sound && BinaryPrimitives.ReadInt32LittleEndian(header[4..]) > Version)
            throw new StoreFormatException(_file.Path, "The checkpoint was written by a newer release. Use that release.");
        if (sound)
        {
            LoadSlots();
            return;
        }

        // New, or damaged: start anew. Queues without a slot are verified from their first byte.
        _file.SetLength(0);
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[60..], Crc32C.Compute(header[..60]));
        _file.Write(header, 0);
        _dirty = true;
        Sync();
    }

    private void LoadSlots()
    {
        var bytes = new byte[Math.Min(_file.Length, MaxBytes)];
        var length = _file.Read(bytes, 0);
        for (var position = SlotBytes; position + SlotBytes <= length; position += SlotBytes)
        {
            var slot = bytes.AsSpan(position, SlotBytes);
            var number = position / SlotBytes;
            _slots = number + 1;
            var flags = BinaryPrimitives.ReadInt32LittleEndian(slot[36..]);
            var sound = Crc32C.Compute(slot[..60]) == BinaryPrimitives.ReadUInt32LittleEndian(slot[60..]);
            var entry = new CheckpointEntry(
                BinaryPrimitives.ReadUInt64LittleEndian(slot),
                BinaryPrimitives.ReadInt64LittleEndian(slot[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(slot[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(slot[24..]),
                BinaryPrimitives.ReadInt32LittleEndian(slot[32..]),
                (flags & CleanFlag) != 0);
            if (sound && (flags & UsedFlag) != 0)
                _entries[entry.Key] = (number, entry);
            else
                _free.Push(number);
        }
    }

    private static int FlagsOf(in CheckpointEntry entry) => UsedFlag | (entry.Clean ? CleanFlag : 0);

    /// <summary>The slot of a queue, from now on with that entry.</summary>
    private int Take(in CheckpointEntry entry)
    {
        var slot = _entries.TryGetValue(entry.Key, out var found) ? found.Slot : _free.TryPop(out var free) ? free : _slots++;
        _entries[entry.Key] = (slot, entry);
        return slot;
    }

    private void WriteSlot(int number, in CheckpointEntry entry, int flags)
    {
        Span<byte> slot = stackalloc byte[SlotBytes];
        Encode(slot, entry, flags);
        _file.Write(slot, (long)number * SlotBytes);
    }

    private void WriteSlots(List<(int Slot, CheckpointEntry Entry)> slots)
    {
        var bytes = new byte[slots.Count * SlotBytes];
        for (var index = 0; index < slots.Count; index++)
            Encode(bytes.AsSpan(index * SlotBytes, SlotBytes), slots[index].Entry, FlagsOf(slots[index].Entry));
        _file.Write(bytes, (long)slots[0].Slot * SlotBytes);
    }

    private static void Encode(Span<byte> slot, in CheckpointEntry entry, int flags)
    {
        slot.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(slot, entry.Key);
        BinaryPrimitives.WriteInt64LittleEndian(slot[8..], entry.StartOffset);
        BinaryPrimitives.WriteInt64LittleEndian(slot[16..], entry.DurableOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(slot[24..], entry.Boot);
        BinaryPrimitives.WriteInt32LittleEndian(slot[32..], entry.PromisedEpoch);
        BinaryPrimitives.WriteInt32LittleEndian(slot[36..], flags);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[60..], Crc32C.Compute(slot[..60]));
    }
}
