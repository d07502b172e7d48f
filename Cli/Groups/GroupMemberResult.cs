namespace OrleansRocket.Cli.Groups;

/// <summary>A member of a consumer group.</summary>
/// <param name="MemberId">Its name.</param>
/// <param name="Subscriptions">What it reads: topic and filter.</param>
/// <param name="Queues">The queues that it owns, as <c>topic/queue</c>.</param>
internal sealed record GroupMemberResult(string MemberId, IReadOnlyDictionary<string, string> Subscriptions, IReadOnlyList<string> Queues);
