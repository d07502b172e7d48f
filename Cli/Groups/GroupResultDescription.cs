namespace OrleansRocket.Cli.Groups;

/// <summary>A consumer group with its members and queues, as <c>group describe</c> prints it.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Behind">Messages that it has not read yet; null when a queue does not answer.</param>
/// <param name="Members">Its members.</param>
/// <param name="Queues">Its queues.</param>
/// <param name="MaxMessagesRate">The most messages a second that it reads of each topic; -1 for no limit.</param>
/// <param name="MaxBytesRate">The most bytes a second that it reads of each topic; -1 for no limit.</param>
internal sealed record GroupResultDescription(
    string Group, long? Behind, IReadOnlyList<GroupMemberResult> Members, IReadOnlyList<GroupQueue> Queues, long MaxMessagesRate, long MaxBytesRate);
