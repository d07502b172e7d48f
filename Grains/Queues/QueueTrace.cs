using Microsoft.Extensions.Logging;
using OrleansRocket.Brokers;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;
using OrleansRocket.Routing;
using OrleansRocket.State;
using OrleansRocket.Tracing;

namespace OrleansRocket.Queues;

/// <summary>
/// Writes down which messages a queue of a traced topic has stored, beside the appends and never in their way: what is too much is dropped and counted.
/// Belongs to the queue's grain and runs in its turns.
/// </summary>
internal sealed partial class QueueTrace(QueueName queue, string broker, IGrainFactory grains, RouteCache routes, BrokerCounters counters, TimeProvider time, ILogger logger)
{
    /// <summary>So many traces wait at most.</summary>
    private const int MaxWaiting = 20_000;

    private const int MaxBatch = 1_000;

    private readonly ILogger _logger = logger;
    private readonly Queue<MessageTrace> _waiting = [];
    private bool _isWriting;

    /// <summary>A batch has been stored.</summary>
    /// <param name="bytes">The batch as it was appended; used only during the call.</param>
    /// <param name="reply">Its acknowledgement.</param>
    /// <param name="begun">When it came.</param>
    public void Stored(ReadOnlyMemory<byte> bytes, AppendReply reply, long begun)
    {
        var milliseconds = Math.Round(time.GetElapsedTime(begun).TotalMilliseconds, 3);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(reply.StoredAtMs);
        if (!RecordBatch.TryRead(bytes, out var batch, out _))
            return;
        var offset = reply.BaseOffset;
        foreach (var record in batch.Records)
        {
            if (_waiting.Count == MaxWaiting)
            {
                counters.CountDroppedTraces(1);
                continue;
            }

            _waiting.Enqueue(new MessageTrace
            {
                Kind = TraceKind.Stored,
                Topic = queue.Topic,
                MessageId = record.TryGetProperty(MessageProperty.UniqueKey, out var id) ? id : record.MessageId(),
                At = at,
                Who = broker,
                Queue = queue.ToString(),
                Offset = offset++,
                Milliseconds = milliseconds,
                Result = reply.Status == SendStatus.SendOk ? "ok" : reply.Status.ToString(),
            });
        }

        if (_isWriting)
            return;
        _isWriting = true;
        _ = WriteAll();
    }

    private async Task WriteAll()
    {
        // The acknowledgement goes first.
        await Task.Yield();
        while (_waiting.Count > 0)
        {
            var builder = new RecordBatchBuilder();
            while (builder.Count < MaxBatch && _waiting.TryPeek(out var trace) && builder.TryAdd(TraceRecord.Of(trace)))
                _waiting.Dequeue();
            await Write(builder);
        }

        _isWriting = false;
    }

    private async Task Write(RecordBatchBuilder builder)
    {
        try
        {
            var route = await routes.FindTopic(SystemTopic.Trace) ?? await grains.GetGrain<IRoutingGrain>(0).FindOrCreateTopic(SystemTopic.Trace);
            var target = new QueueName(SystemTopic.Trace, NameHash.Bucket(queue.ToString(), route.Queues.Count));
            await grains.GetGrain<ITopicQueueGrain>(target.ToString()).Append(new AppendRequest(builder.Build(producerId: 0, producerEpoch: 0, firstSequence: 0)));

            // A call that has failed may still be reading the bytes.
            builder.Dispose();
        }
        catch (Exception failure)
        {
            counters.CountDroppedTraces(builder.Count);
            LogDropped(failure, builder.Count, queue);
        }
    }

    [LoggerMessage(2010, LogLevel.Warning, "{Count} traces of messages of queue {Queue} could not be written and are lost")]
    private partial void LogDropped(Exception failure, int count, QueueName queue);
}
