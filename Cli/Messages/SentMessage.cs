namespace OrleansRocket.Cli.Messages;

/// <summary>What came of <c>rocket message send</c>.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Queue">The queue that stores the message; null while it is not due.</param>
/// <param name="Offset">Its offset there; null while it is not due.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="Status">RocketMQ's word for how it was stored.</param>
/// <param name="StoredAt">When the broker stored it.</param>
internal sealed record SentMessage(string Topic, int? Queue, long? Offset, string MessageId, string Status, DateTimeOffset StoredAt)
{
    /// <summary>Makes it from a receipt.</summary>
    public static SentMessage Of(SendReceipt receipt, string topic) => receipt.Queue.Topic == topic
        ? new(topic, receipt.Queue.Queue, receipt.Offset, receipt.MessageId.ToString(), Word(receipt.Status), receipt.StoredAt)
        : new(topic, null, null, receipt.MessageId.ToString(), Word(receipt.Status), receipt.StoredAt);

    private static string Word(SendStatus status) => status switch
    {
        SendStatus.FlushDiskTimeout => "FLUSH_DISK_TIMEOUT",
        SendStatus.FlushSlaveTimeout => "FLUSH_SLAVE_TIMEOUT",
        SendStatus.SlaveNotAvailable => "SLAVE_NOT_AVAILABLE",
        _ => "SEND_OK",
    };
}
