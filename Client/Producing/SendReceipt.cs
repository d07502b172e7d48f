using OrleansRocket.Log.Records;

namespace OrleansRocket;

/// <summary>The acknowledgement of a message.</summary>
/// <param name="MessageId">The message's id, unique in the cluster and the same for every retry.</param>
/// <param name="Queue">The queue that stores it.</param>
/// <param name="Offset">Its offset in that queue.</param>
/// <param name="Status">How it was stored.</param>
/// <param name="Durability">What it survives.</param>
/// <param name="StoredAt">When the broker stored it.</param>
public readonly record struct SendReceipt(
    MessageId MessageId,
    QueueName Queue,
    long Offset,
    SendStatus Status,
    Durability Durability,
    DateTimeOffset StoredAt);
