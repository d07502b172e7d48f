using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Topics;

/// <summary>A topic as <c>topic list</c>, <c>create</c> and <c>update</c> print it.</summary>
internal record TopicResult
{
    public required string Topic { get; init; }

    public required int Queues { get; init; }

    /// <summary><c>readwrite</c>, <c>read</c> or <c>write</c>.</summary>
    public required string Permission { get; init; }

    /// <summary><c>async</c> or <c>sync</c>.</summary>
    public required string Flush { get; init; }

    /// <summary><c>single</c>, <c>async</c>, <c>sync</c> or <c>quorum</c>.</summary>
    public required string Replication { get; init; }

    /// <summary>How many brokers hold each queue.</summary>
    public required int Replicas { get; init; }

    public required double RetentionSeconds { get; init; }

    /// <summary>-1 for no limit.</summary>
    public required long RetentionBytes { get; init; }

    /// <summary><c>delete</c> or <c>compact</c>.</summary>
    public required string Cleanup { get; init; }

    /// <summary>Whether messages can be found by key and by id.</summary>
    public required bool KeyIndex { get; init; }

    /// <summary>Which messages it takes: <c>any</c>, <c>normal</c>, <c>fifo</c>, <c>delay</c> or <c>transaction</c>.</summary>
    public required string MessageType { get; init; }

    /// <summary>Whether it is written down what happens to each message.</summary>
    public required bool Trace { get; init; }

    /// <summary>-1 for no limit.</summary>
    public required long MaxMessagesRate { get; init; }

    /// <summary>-1 for no limit.</summary>
    public required long MaxBytesRate { get; init; }

    /// <summary>The brokers that hold its queues, by name.</summary>
    public required IReadOnlyList<string> Brokers { get; init; }

    /// <summary>Makes it from a route.</summary>
    public static TopicResult Of(TopicRoute route) => new()
    {
        Topic = route.Config.Topic,
        Queues = route.Queues.Count,
        Permission = Word(route.Config.Permission),
        Flush = route.Config.Flush == FlushDiskType.SyncFlush ? "sync" : "async",
        Replication = Word(route.Config.Replication),
        Replicas = route.Config.ReplicaCount,
        RetentionSeconds = route.Config.Retention.TotalSeconds,
        RetentionBytes = route.Config.RetentionBytes,
        Cleanup = Word(route.Config.Cleanup),
        KeyIndex = route.Config.HasKeyIndex,
        MaxMessagesRate = route.Config.MaxMessagesRate,
        MaxBytesRate = route.Config.MaxBytesRate,
        Trace = route.Config.Trace,
        MessageType = Word(route.Config.MessageType),
        Brokers = [.. route.Queues.SelectMany(queue => queue.Stores).Distinct().Order(StringComparer.Ordinal)],
    };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
