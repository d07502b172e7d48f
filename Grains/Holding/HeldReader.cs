using OrleansRocket.Log.Records;
using OrleansRocket.Queues;

namespace OrleansRocket.Holding;

/// <summary>Reads single messages of a queue, fast when they lie close to each other and are asked for in their order.</summary>
internal sealed class HeldReader(ITopicQueueGrain queue)
{
    private const int ChunkBytes = 64 * 1024;

    private ReadOnlyMemory<byte> _chunk;
    private long _chunkStart;
    private long _chunkEnd;

    /// <summary>Reads a message; null when there is none at that offset.</summary>
    public async ValueTask<RecordView?> Read(long offset)
    {
        if (offset < _chunkStart || offset >= _chunkEnd)
        {
            var reply = await queue.Read(new ReadRequest { Offset = offset, MaxBytes = ChunkBytes }, CancellationToken.None);
            if (reply.Status != ReadStatus.Found)
                return null;
            (_chunk, _chunkStart, _chunkEnd) = (reply.Batches, offset, reply.NextOffset);
        }

        var batches = _chunk;
        while (RecordBatch.TryRead(batches, out var batch, out var rest) && batch.BaseOffset <= offset)
        {
            batches = rest;
            if (batch.LastOffset < offset)
                continue;
            batch.Verify();
            foreach (var record in batch.Records)
            {
                if (record.Offset == offset)
                    return record;
            }
        }

        return null;
    }

    /// <summary>Lets go of what was read.</summary>
    public void Forget() => (_chunk, _chunkStart, _chunkEnd) = (default, 0, 0);
}
