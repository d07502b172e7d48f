namespace OrleansRocket.Cli.Topics;

/// <summary>What <c>topic delete</c> prints.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Deleted">True.</param>
internal sealed record TopicDeletion(string Topic, bool Deleted);
