namespace OrleansRocket.Cli.Contexts;

/// <summary>A saved cluster as the commands print it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ClusterDir">The directory that its brokers share.</param>
/// <param name="InUse">Whether commands talk to it that say nothing else.</param>
internal sealed record ContextResult(string Name, string ClusterDir, bool InUse);
