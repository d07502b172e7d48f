using OrleansRocket.Log.Records;

namespace OrleansRocket.Queues;

internal sealed partial class TopicQueueGrain
{
    public async Task<ReadReply> Read(ReadRequest request, CancellationToken cancellationToken)
    {
        if ((Config().Permission & TopicPermission.Read) == 0)
            throw new RocketException(RocketError.NoPermission, $"topic '{_name.Topic}' cannot be read: its permission is {_route!.Config.Permission}");
        _ = OpenLog;
        var reply = await _reader!.Read(request, cancellationToken);
        Count(reply.Batches);
        return reply;
    }

    /// <summary>Counts what a reader gets, by the headers of its batches.</summary>
    private void Count(ReadOnlyMemory<byte> batches)
    {
        if (batches.IsEmpty)
            return;
        var messages = 0L;
        for (var chain = batches.Span; !chain.IsEmpty; chain = chain[RecordBatchHeader.Length(chain)..])
            messages += RecordBatchHeader.RecordCount(chain);
        _counters!.Read(messages, batches.Length);
    }
}
