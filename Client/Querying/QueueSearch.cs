using OrleansRocket.Log.Records;
using OrleansRocket.Queues;

namespace OrleansRocket.Querying;

/// <summary>Searches one queue.</summary>
internal sealed class QueueSearch(ClientContext context, QueueName queue)
{
    private readonly ITopicQueueGrain _grain = context.Queue(queue);

    /// <summary>The newest messages with a key, in no particular order.</summary>
    public async Task<List<StoredMessage>> ByKey(QueryRequest request, int max, CancellationToken cancellationToken)
    {
        var found = new List<StoredMessage>();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reply = await _grain.Query(request with { MaxCount = Math.Min(max - found.Count, QueryRequest.LargestMaxCount) });
            Take(reply.Batches, found);
            if (!reply.HasMore || reply.Count == 0 || found.Count >= max)
                return found;
            request = request with { ToOffset = found.Min(message => message.Offset) };
        }
    }

    /// <summary>The message with an id, or none.</summary>
    public async Task<List<StoredMessage>> ById(MessageId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<StoredMessage>();
        Take((await _grain.Query(new QueryRequest { MessageId = id.ToString() })).Batches, found);
        return found;
    }

    /// <summary>The message at an offset, or null.</summary>
    public async Task<StoredMessage?> At(long offset, CancellationToken cancellationToken)
    {
        var reply = await _grain.Read(new ReadRequest { Offset = offset, MaxBytes = 1 }, cancellationToken);
        var found = new List<StoredMessage>();
        if (reply.Status == ReadStatus.Found)
            Take(reply.Batches, found, (in RecordView record) => record.Offset == offset);
        return found.FirstOrDefault();
    }

    /// <summary>Messages from an offset on.</summary>
    public async Task<List<StoredMessage>> From(long offset, int max, CancellationToken cancellationToken)
    {
        var found = new List<StoredMessage>();
        while (found.Count < max)
        {
            var reply = await _grain.Read(new ReadRequest { Offset = offset }, cancellationToken);
            if (reply.Status == ReadStatus.OffsetIllegal && reply.NextOffset > offset)
            {
                offset = reply.NextOffset;
                continue;
            }

            if (reply.Status != ReadStatus.Found)
                break;
            var next = offset;
            Take(reply.Batches, found, (in RecordView record) => record.Offset >= next && found.Count < max);
            offset = reply.NextOffset;
        }

        return found;
    }

    /// <summary>The oldest messages of a time.</summary>
    public async Task<List<StoredMessage>> ByTime(DateTimeOffset from, DateTimeOffset to, int max, CancellationToken cancellationToken)
    {
        var found = new List<StoredMessage>();
        var offset = await _grain.FindOffset(from);
        while (found.Count < max)
        {
            // FindOffset counts whole milliseconds.
            var reply = await _grain.Read(new ReadRequest { Offset = offset }, cancellationToken);
            if (reply.Status != ReadStatus.Found)
                break;
            var next = offset;
            Take(reply.Batches, found, (in RecordView record) => record.Offset >= next && found.Count < max && TimeOf(record) >= from && TimeOf(record) < to);
            if (LastTime(reply.Batches) >= to)
                break;
            offset = reply.NextOffset;
        }

        return found;
    }

    private static DateTimeOffset TimeOf(in RecordView record) => DateTimeOffset.FromUnixTimeMilliseconds(record.StoreTimestampMs);

    private static DateTimeOffset LastTime(ReadOnlyMemory<byte> batches)
    {
        var last = 0L;
        while (RecordBatch.TryRead(batches, out var batch, out batches))
            last = batch.FirstStoreTimestamp;
        return DateTimeOffset.FromUnixTimeMilliseconds(last);
    }

    private void Take(ReadOnlyMemory<byte> batches, List<StoredMessage> found, RecordFilter? filter = null)
    {
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            if ((batch.Attributes & BatchAttributes.Control) != 0)
                continue;
            foreach (var record in batch.Records)
            {
                if (filter is null || filter(record))
                    found.Add(StoredMessage.Of(queue, record));
            }
        }
    }

    private delegate bool RecordFilter(in RecordView record);
}
