using OrleansRocket.Log.Records;
using OrleansRocket.Queues;

namespace OrleansRocket.Holding;

/// <summary>Reads single messages of a queue, fast when they lie close to each other and are asked for in their order: a batch is checked and decoded
/// once for all of its messages.</summary>
internal sealed class HeldReader(ITopicQueueGrain queue)
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>The messages of the batch that was read last.</summary>
    private readonly List<RecordView> _records = [];
    private ReadOnlyMemory<byte> _chunk;
    private long _chunkStart;
    private long _chunkEnd;

    /// <summary>Reads a message; null when there is none at that offset.</summary>
    public async ValueTask<RecordView?> Read(long offset)
    {
        if (Find(offset) is { } near)
            return near;
        if (offset < _chunkStart || offset >= _chunkEnd)
        {
            var reply = await queue.Read(new ReadRequest { Offset = offset, MaxBytes = ChunkBytes }, CancellationToken.None);
            if (reply.Status != ReadStatus.Found)
                return null;
            (_chunk, _chunkStart, _chunkEnd) = (reply.Batches, offset, reply.NextOffset);
        }

        var batches = _chunk;
        while (RecordBatch.TryRead(batches, out var batch, out batches) && batch.BaseOffset <= offset)
        {
            if (batch.LastOffset < offset)
                continue;
            Decode(batch);
            return Find(offset);
        }

        return null;
    }

    /// <summary>Lets go of what was read.</summary>
    public void Forget()
    {
        (_chunk, _chunkStart, _chunkEnd) = (default, 0, 0);
        _records.Clear();
    }

    private void Decode(in RecordBatch batch)
    {
        _records.Clear();
        batch.Verify();
        foreach (var record in batch.Records)
            _records.Add(record);
    }

    private RecordView? Find(long offset)
    {
        if (_records.Count == 0 || offset < _records[0].Offset || offset > _records[^1].Offset)
            return null;

        // Where nothing is missing, it is at its place.
        var place = (int)(offset - _records[0].Offset);
        if (place < _records.Count && _records[place].Offset == offset)
            return _records[place];
        foreach (var record in _records)
        {
            if (record.Offset == offset)
                return record;
        }

        return null;
    }
}
