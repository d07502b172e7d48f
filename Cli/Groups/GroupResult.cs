namespace OrleansRocket.Cli.Groups;

/// <summary>A consumer group as <c>group list</c> prints it.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Topics">The topics that it has read.</param>
/// <param name="Queues">How many queues of them.</param>
/// <param name="Behind">Messages that it has not read yet; null when a queue does not answer.</param>
internal sealed record GroupResult(string Group, IReadOnlyList<string> Topics, int Queues, long? Behind);
