using OrleansRocket.Log.Records;

namespace OrleansRocket.Messages;

/// <summary>Tells of which type a stored message is, by the same properties and in the same order as RocketMQ.</summary>
public static class MessageKind
{
    /// <summary>The type of a message, by its properties.</summary>
    /// <exception cref="Log.Errors.CorruptBatchException">The properties do not follow the format.</exception>
    public static MessageType Of(in RecordView record)
    {
        var type = MessageType.Normal;
        foreach (var property in record.Properties)
        {
            var key = property.KeyUtf8.Span;
            if (key.SequenceEqual("PGROUP"u8))
                return MessageType.Transaction;
            if (key.SequenceEqual("TIMER_DELIVER_MS"u8))
                type = MessageType.Delay;
            else if (key.SequenceEqual("__SHARDINGKEY"u8) && type == MessageType.Normal)
                type = MessageType.Fifo;
        }

        return type;
    }
}
