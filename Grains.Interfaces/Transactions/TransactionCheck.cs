namespace OrleansRocket.Transactions;

/// <summary>Asks producers of a group what became of a transaction that was begun by one of them.</summary>
/// <param name="Queue">The queue that holds the half message.</param>
/// <param name="Offset">Its offset.</param>
[GenerateSerializer, Immutable, Alias("rocket.transaction-check")]
public sealed record TransactionCheck(
    [property: Id(0)] QueueName Queue,
    [property: Id(1)] long Offset);
