using OrleansRocket.Groups;

namespace OrleansRocket;

/// <summary>What the cluster has stored about a consumer group.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Progress">Its committed offsets, by queue. Never empty.</param>
public sealed record GroupSummary(string Group, IReadOnlyList<QueueProgress> Progress);
