using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;
using OrleansRocket.Routing;

namespace OrleansRocket.Queues;

/// <summary>Refuses a batch that has a message of a type that its topic does not take, before anything of it is stored. Clients look first, but what
/// they know of a topic may be old.</summary>
internal static class MessageTypeCheck
{
    /// <summary>Looks into the batch only if there is something to check: most topics take every message.</summary>
    /// <param name="config">The topic to which the batch is appended.</param>
    /// <param name="request">The batch; the messages of a release were checked when they were held.</param>
    /// <param name="routes">The topics into which held messages go.</param>
    /// <exception cref="RocketException"><see cref="RocketError.MessageTypeMismatch"/>.</exception>
    public static void Check(TopicConfig config, AppendRequest request, RouteTable routes)
    {
        var isHeld = SystemTopic.IsHeld(config.Topic) && routes.HasMessageTypes;
        if (request.IsRelease || (config.MessageType == MessageType.Any && !isHeld))
            return;
        try
        {
            if (!RecordBatch.TryRead(request.Batch, out var batch, out _))
                return;
            foreach (var record in batch.Records)
            {
                var target = isHeld ? Target(record, routes) : config;
                target?.CheckTakes(MessageKind.Of(record));
            }
        }
        catch (CorruptBatchException)
        {
            // The log refuses it with a better word.
        }
    }

    private static TopicConfig? Target(in RecordView record, RouteTable routes) =>
        record.TryGetProperty(MessageProperty.RealTopic, out var topic) ? routes.FindTopic(topic!)?.Config : null;
}
