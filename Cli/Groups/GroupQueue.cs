namespace OrleansRocket.Cli.Groups;

/// <summary>A queue of a consumer group.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Queue">Its number.</param>
/// <param name="CommittedOffset">The next offset that the group reads; null when it has not read the queue.</param>
/// <param name="EndOffset">The offset after the newest readable message; null when the queue does not answer.</param>
/// <param name="Behind">Messages that the group has not read yet; null when one of the two is not known.</param>
/// <param name="Member">The member that owns the queue, or null.</param>
internal sealed record GroupQueue(string Topic, int Queue, long? CommittedOffset, long? EndOffset, long? Behind, string? Member);
