namespace OrleansRocket.Log.Verify;

/// <summary>What the verifier found in a data directory.</summary>
public sealed record StoreVerification
{
    /// <summary>The data directory.</summary>
    public required string Path { get; init; }

    /// <summary>Identity of the store.</summary>
    public Guid StoreId { get; init; }

    /// <summary>Its cluster.</summary>
    public string ClusterId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string StoreName { get; init; } = "";

    /// <summary>It was closed in order.</summary>
    public bool CleanStop { get; init; }

    /// <summary>The queues, by topic and number.</summary>
    public IReadOnlyList<QueueVerification> Queues { get; init; } = [];

    /// <summary>No queue has a problem.</summary>
    public bool IsSound => Queues.All(static queue => queue.Problems.Count == 0);
}
