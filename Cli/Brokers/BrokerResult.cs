using OrleansRocket.Brokers;

namespace OrleansRocket.Cli.Brokers;

/// <summary>A broker as <c>cluster list</c> and <c>broker status</c> print it. Of one that does not run, only its name, its state and what it should hold are known.</summary>
internal sealed record BrokerResult
{
    public required string Name { get; init; }

    /// <summary><c>up</c>, <c>failed</c> (runs, but refuses writes) or <c>down</c>.</summary>
    public required string State { get; init; }

    public string? Cluster { get; init; }

    public string? Address { get; init; }

    public string? Version { get; init; }

    public int? ProcessId { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public string? DataDirectory { get; init; }

    public int? Queues { get; init; }

    /// <summary>Bytes of its logs on the disk.</summary>
    public long? StoredBytes { get; init; }

    public long? DiskBytes { get; init; }

    public long? DiskFreeBytes { get; init; }

    public long? MessagesIn { get; init; }

    public long? BytesIn { get; init; }

    public long? MessagesOut { get; init; }

    public long? BytesOut { get; init; }

    public double? MessagesInPerSecond { get; init; }

    public double? MessagesOutPerSecond { get; init; }

    /// <summary>Why it refuses writes; null when it does not.</summary>
    public string? Failure { get; init; }

    /// <summary>RocketMQ's: 0, a master, unless it holds replicas and is the preferred leader of none.</summary>
    public required int BrokerId { get; init; }

    /// <summary>Queues that it leads and that somebody uses.</summary>
    public int? LeaderQueues { get; init; }

    /// <summary>Queues of which it holds a replica.</summary>
    public required int Replicas { get; init; }

    /// <summary>Of the queues that it leads, those of which fewer replicas are in sync than their topic has.</summary>
    public int? UnderReplicatedQueues { get; init; }

    /// <summary>A broker that does not run.</summary>
    public static BrokerResult Down(string name, HeldQueues held) => new() { Name = name, State = "down", BrokerId = held.BrokerId, Replicas = held.Replicas };

    /// <summary>A broker that answers.</summary>
    public static BrokerResult Of(BrokerStatus status, HeldQueues held) => new()
    {
        Name = status.Name,
        State = status.Failure is null ? "up" : "failed",
        Cluster = status.Cluster,
        Address = status.Address,
        Version = status.Version,
        ProcessId = status.ProcessId,
        StartedAt = status.StartedAt,
        DataDirectory = status.DataDirectory,
        Queues = status.Queues,
        StoredBytes = status.StoredBytes,
        DiskBytes = status.DiskBytes,
        DiskFreeBytes = status.DiskFreeBytes,
        MessagesIn = status.MessagesIn,
        BytesIn = status.BytesIn,
        MessagesOut = status.MessagesOut,
        BytesOut = status.BytesOut,
        MessagesInPerSecond = status.MessagesInPerSecond,
        MessagesOutPerSecond = status.MessagesOutPerSecond,
        Failure = status.Failure,
        BrokerId = held.BrokerId,
        LeaderQueues = status.LeaderQueues,
        Replicas = held.Replicas,
        UnderReplicatedQueues = status.UnderReplicatedQueues,
    };
}
