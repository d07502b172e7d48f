using System.Buffers.Binary;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Producers;

/// <summary>What a producer's batch is, compared with what is known of the producer.</summary>
internal enum ProducerCheck
{
    /// <summary>The next one, or from a producer that is not known.</summary>
    Next,

    /// <summary>One of the last batches, sent again.</summary>
    Duplicate,

    /// <summary>There is a gap before it, or it is older than what is remembered.</summary>
    OutOfOrder,

    /// <summary>A later epoch of the producer is known.</summary>
    Fenced,
}

/// <summary>
/// The idempotent producers of one queue. A function of the log alone: the same batches always give the same table. Producers
/// whose last batch retention has taken are forgotten.
/// </summary>
/// <remarks>
/// A producer that is not known may begin with any sequence: it may have been forgotten. Sequences wrap to 0 after 2^31 - 1.
/// </remarks>
internal sealed class ProducerTable
{
    private const int EntryBytes = 24;
    private const int BatchBytes = 32;
    private readonly Dictionary<long, Entry> _entries = [];

    public int Count => _entries.Count;

    public ProducerCheck Check(ReadOnlySpan<byte> header, out ProducerBatch duplicate)
    {
        duplicate = default;
        var id = RecordBatchHeader.ProducerId(header);
        if (id == 0 || !_entries.TryGetValue(id, out var entry))
            return ProducerCheck.Next;
        var epoch = RecordBatchHeader.ProducerEpoch(header);
        var first = RecordBatchHeader.FirstSequence(header);
        if (epoch < entry.Epoch)
            return ProducerCheck.Fenced;
        if (epoch > entry.Epoch)
            return first == 0 ? ProducerCheck.Next : ProducerCheck.OutOfOrder;
        var last = RecordBatchHeader.LastSequence(header);
        foreach (ref readonly var batch in entry.Recent)
        {
            if (batch.FirstSequence == first && batch.LastSequence == last)
            {
                duplicate = batch;
                return ProducerCheck.Duplicate;
            }
        }

        return first == NextOf(entry.LastSequence) ? ProducerCheck.Next : ProducerCheck.OutOfOrder;
    }

    /// <summary>Takes note of a batch that is in the log.</summary>
    public void Record(ReadOnlySpan<byte> header)
    {
        var id = RecordBatchHeader.ProducerId(header);
        if (id == 0)
            return;
        if (!_entries.TryGetValue(id, out var entry))
            _entries.Add(id, entry = new Entry());
        entry.Add(RecordBatchHeader.ProducerEpoch(header), new ProducerBatch(
            RecordBatchHeader.FirstSequence(header), RecordBatchHeader.LastSequence(header),
            RecordBatchHeader.BaseOffset(header), RecordBatchHeader.LastOffset(header), RecordBatchHeader.FirstStoreTimestamp(header)));
    }

    public ProducerState? Find(long producerId) => _entries.TryGetValue(producerId, out var entry)
        ? new ProducerState(producerId, entry.Epoch, entry.LastSequence, entry.Recent.ToArray())
        : null;

    /// <summary>Forgets producers whose last batch lies below the log's start.</summary>
    public void Forget(long startOffset)
    {
        foreach (var (id, entry) in _entries)
        {
            if (entry.Recent[^1].LastOffset < startOffset)
                _entries.Remove(id);
        }
    }

    public void Clear() => _entries.Clear();

    /// <summary>The table as bytes; the layout is in docs/format/store.md.</summary>
    public byte[] ToBytes()
    {
        var size = 0;
        foreach (var entry in _entries.Values)
            size += EntryBytes + entry.Recent.Length * BatchBytes;
        var bytes = new byte[size];
        var rest = bytes.AsSpan();
        foreach (var (id, entry) in _entries)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, id);
            BinaryPrimitives.WriteInt32LittleEndian(rest[8..], entry.Epoch);
            BinaryPrimitives.WriteInt32LittleEndian(rest[12..], entry.Recent.Length);
            rest = rest[EntryBytes..];
            foreach (ref readonly var batch in entry.Recent)
            {
                BinaryPrimitives.WriteInt32LittleEndian(rest, batch.FirstSequence);
                BinaryPrimitives.WriteInt32LittleEndian(rest[4..], batch.LastSequence);
                BinaryPrimitives.WriteInt64LittleEndian(rest[8..], batch.BaseOffset);
                BinaryPrimitives.WriteInt64LittleEndian(rest[16..], batch.LastOffset);
                BinaryPrimitives.WriteInt64LittleEndian(rest[24..], batch.StoreTimestampMs);
                rest = rest[BatchBytes..];
            }
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; false when it does not add up.</summary>
    public bool TryLoad(ReadOnlySpan<byte> bytes)
    {
        _entries.Clear();
        while (bytes.Length > 0)
        {
            if (bytes.Length < EntryBytes)
                return false;
            var id = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            var epoch = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
            var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
            bytes = bytes[EntryBytes..];
            if (count is < 1 or > ProducerState.MaxBatches || bytes.Length < count * BatchBytes)
                return false;
            var entry = new Entry();
            for (; count > 0; count--, bytes = bytes[BatchBytes..])
            {
                entry.Add(epoch, new ProducerBatch(
                    BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
                    BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
                    BinaryPrimitives.ReadInt64LittleEndian(bytes[24..])));
            }

            if (!_entries.TryAdd(id, entry))
                return false;
        }

        return true;
    }

    private static int NextOf(int sequence) => sequence == int.MaxValue ? 0 : sequence + 1;

    private sealed class Entry
    {
        private readonly ProducerBatch[] _batches = new ProducerBatch[ProducerState.MaxBatches];
        private int _count;

        public int Epoch { get; private set; }

        public int LastSequence => _batches[_count - 1].LastSequence;

        public ReadOnlySpan<ProducerBatch> Recent => _batches.AsSpan(0, _count);

        public void Add(int epoch, in ProducerBatch batch)
        {
            if (epoch != Epoch)
                _count = 0;
            Epoch = epoch;
            if (_count == _batches.Length)
                _batches.AsSpan(1).CopyTo(_batches);
            else
                _count++;
            _batches[_count - 1] = batch;
        }
    }
}
