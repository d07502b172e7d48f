namespace OrleansRocket.Cli.Contexts;

/// <summary>A cluster that was saved under a name.</summary>
/// <param name="ClusterDir">The directory that its brokers share.</param>
internal sealed record ContextEntry(string ClusterDir);
