namespace OrleansRocket.Cli.Brokers;

/// <summary>What <c>cluster rebalance</c> prints.</summary>
/// <param name="MovedLeaders">How many queues have changed their leader.</param>
internal sealed record RebalanceResult(int MovedLeaders);
