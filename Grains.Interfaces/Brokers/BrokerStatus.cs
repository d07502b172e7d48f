namespace OrleansRocket.Brokers;

/// <summary>How a broker is doing.</summary>
[GenerateSerializer, Immutable, Alias("rocket.broker-status")]
public sealed record BrokerStatus
{
    /// <summary>The broker's name, which is the store's and the silo's.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The cluster's name.</summary>
    [Id(1)]
    public required string Cluster { get; init; }

    /// <summary>The silo's address.</summary>
    [Id(2)]
    public required string Address { get; init; }

    /// <summary>The version of the software.</summary>
    [Id(3)]
    public required string Version { get; init; }

    /// <summary>The process that runs it, on its own machine.</summary>
    [Id(4)]
    public required int ProcessId { get; init; }

    /// <summary>When it began to serve.</summary>
    [Id(5)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its data directory.</summary>
    [Id(6)]
    public required string DataDirectory { get; init; }

    /// <summary>Queues in its store.</summary>
    [Id(7)]
    public required int Queues { get; init; }

    /// <summary>Bytes that the store's segments take on the disk.</summary>
    [Id(8)]
    public required long StoredBytes { get; init; }

    /// <summary>The size of the disk in bytes.</summary>
    [Id(9)]
    public required long DiskBytes { get; init; }

    /// <summary>What is free on the disk in bytes.</summary>
    [Id(10)]
    public required long DiskFreeBytes { get; init; }

    /// <summary>Messages stored since the start.</summary>
    [Id(11)]
    public required long MessagesIn { get; init; }

    /// <summary>Bytes of them, batch headers included.</summary>
    [Id(12)]
    public required long BytesIn { get; init; }

    /// <summary>Messages read since the start, each as often as it was read.</summary>
    [Id(13)]
    public required long MessagesOut { get; init; }

    /// <summary>Bytes of them, batch headers included.</summary>
    [Id(14)]
    public required long BytesOut { get; init; }

    /// <summary>Messages stored a second, over the last 10 seconds.</summary>
    [Id(15)]
    public required double MessagesInPerSecond { get; init; }

    /// <summary>Messages read a second, over the last 10 seconds.</summary>
    [Id(16)]
    public required double MessagesOutPerSecond { get; init; }

    /// <summary>Why the store refuses writes; null when it does not.</summary>
    [Id(17)]
    public string? Failure { get; init; }

    /// <summary>Queues that it leads and that somebody uses.</summary>
    [Id(18)]
    public int LeaderQueues { get; init; }

    /// <summary>Queues of which it holds a replica, as leader or follower.</summary>
    [Id(19)]
    public int Replicas { get; init; }

    /// <summary>Of the queues that it leads, those of which fewer replicas are in sync than their topic has.</summary>
    [Id(20)]
    public int UnderReplicatedQueues { get; init; }
}
