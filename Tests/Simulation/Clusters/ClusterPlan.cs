namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>What the seed decides before a run begins.</summary>
internal sealed record ClusterPlan
{
    public const string Orders = "orders";
    public const string Pairs = "pairs";
    public const string Alone = "alone";
    public const string Later = "later";
    public const string Tasks = "tasks";

    public required int Seed { get; init; }

    public required int Silos { get; init; }

    /// <summary>Whether machines lose power. Not without synchronous flush, which is what that is for.</summary>
    public required bool LosesPower { get; init; }

    public required FlushDiskType Flush { get; init; }

    /// <summary>Whether some messages are large, so that logs have several segments.</summary>
    public required bool HasLargeMessages { get; init; }

    /// <summary>Whether delayed messages and transactions are among the work. Clocks do not jump then: a grain that starts on a silo whose clock is
    /// wrong cannot know it.</summary>
    public required bool HoldsMessages { get; init; }

    /// <summary>Whether groups work that try messages again, that handle them in order, and that are handed them out one by one. Clocks do not jump then
    /// either, because what is to be tried again is delayed.</summary>
    public required bool HandlesMessages { get; init; }

    /// <summary>Whether clocks may jump.</summary>
    public bool ClocksJump => !HoldsMessages && !HandlesMessages;

    /// <summary>Faults one after another that concern processes and the ways between them.</summary>
    public required int NodeFaults { get; init; }

    /// <summary>Faults one after another that go on beside those.</summary>
    public required int Disturbances { get; init; }

    public Mutant Mutant { get; init; }

    public IReadOnlyList<string> SiloNames => [.. Enumerable.Range(0, Silos).Select(number => $"Silo_{number}")];

    public IReadOnlyList<TopicConfig> Topics =>
    [
        new() { Topic = Orders, Queues = 2, Replication = ReplicationMode.Quorum, Flush = Flush },
        new() { Topic = Pairs, Queues = 1, Replication = ReplicationMode.Sync, Flush = Flush },
        new() { Topic = Alone, Queues = 1, Flush = Flush },
        .. HoldsMessages ? [new TopicConfig { Topic = Later, Queues = 2, Replication = ReplicationMode.Quorum, Flush = Flush }] : Array.Empty<TopicConfig>(),
        .. HandlesMessages ? [new TopicConfig { Topic = Tasks, Queues = 2, Replication = ReplicationMode.Quorum, Flush = Flush }] : Array.Empty<TopicConfig>(),
    ];

    public static ClusterPlan Of(int seed)
    {
        var random = new Random(unchecked(seed * 7919 + 17));
        var losesPower = random.Next(2) == 0;
        return new ClusterPlan
        {
            Seed = seed,
            Silos = random.Next(8) == 0 ? 5 : 3,
            LosesPower = losesPower,
            Flush = losesPower || random.Next(2) == 0 ? FlushDiskType.SyncFlush : FlushDiskType.AsyncFlush,
            HasLargeMessages = random.Next(10) == 0,
            NodeFaults = random.Next(3, 7),
            Disturbances = random.Next(1, 6),
            HoldsMessages = random.Next(5) == 0,
            HandlesMessages = random.Next(5) == 0,
        };
    }
}
