namespace OrleansRocket.Replication;

/// <summary>Names one queue's log in one store: <c>store/topic/queue</c>.</summary>
/// <param name="Store">The store.</param>
/// <param name="Queue">The queue.</param>
public readonly record struct ReplicaName(string Store, QueueName Queue)
{
    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ReplicaName Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new ReplicaName(name[..slash], QueueName.Parse(name[(slash + 1)..]))
            : throw new FormatException($"'{name}' is not STORE/TOPIC/QUEUE");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Store}/{Queue}";
}
