namespace OrleansRocket.Cli.Groups;

/// <summary>A queue whose offset is reset, as <c>group reset-offset</c> and <c>group clone-offset</c> print it.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Queue">Its number.</param>
/// <param name="From">The next offset to read before; null when the group had never read the queue.</param>
/// <param name="To">The next offset to read after it.</param>
/// <param name="DryRun">True when nothing was changed.</param>
internal sealed record ResetResult(string Topic, int Queue, long? From, long To, bool DryRun);
