using OrleansRocket.Groups;

namespace OrleansRocket;

/// <summary>How a consumer works.</summary>
public sealed record ConsumerOptions
{
    /// <summary>The consumer group. Every message goes to one member of each group. All members that read a topic have the same filter: one
    /// that has another is refused with <see cref="RocketError.SubscriptionConflict"/>.</summary>
    public required string Group { get; init; }

    /// <summary>The topic to read.</summary>
    public required string Topic { get; init; }

    /// <summary>Which messages to read, by their tags (<see cref="TagExpression"/>) or by a condition over their properties
    /// (<see cref="SqlExpression"/>); the broker leaves out the others. Default: <see cref="TagExpression.All"/>.</summary>
    public FilterExpression Filter { get; init; } = TagExpression.All;

    /// <summary>The <see cref="Filter"/>, when it is one of tags, else null. Setting it sets the filter; null for all messages.</summary>
    public TagExpression? Tags
    {
        get => Filter as TagExpression;
        init => Filter = value ?? TagExpression.All;
    }

    /// <summary>Whether each message goes to one member of the group or to all of them. Default: <see cref="ConsumeMode.Clustering"/>.</summary>
    public ConsumeMode Mode { get; init; }

    /// <summary>For <see cref="ConsumeMode.Broadcasting"/>: a name under which this consumer is known for ever, unique in its group. With it, progress is
    /// kept by the cluster in a group <c>GROUP|NAME</c>, and the consumer goes on where it was. Default: none; the progress is in memory only, and
    /// every start begins at <see cref="Start"/>.</summary>
    public string? InstanceName { get; init; }

    /// <summary>How queues are shared out among the members of a group; all must ask for the same. Default:
    /// <see cref="AssignmentStrategy.Average"/>.</summary>
    public AssignmentStrategy Assignment { get; init; }

    /// <summary>For <see cref="AssignmentStrategy.MachineRoom"/>: the room of this consumer. Default: none.</summary>
    public string MachineRoom { get; init; } = "";

    /// <summary>Where the group begins on a queue that it never read. Default: <see cref="StartPosition.First"/>, so that a new group misses
    /// nothing (RocketMQ's default is the last offset).</summary>
    public StartPosition Start { get; init; } = StartPosition.First;

    /// <summary>How often progress is stored: default 5 s, as in RocketMQ. After a crash, what was done since comes again.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A consumer that is silent for this long loses its queues to others: 1 s to 5 min, default 10 s.</summary>
    public TimeSpan SessionTimeout { get; init; } = JoinRequest.DefaultSessionTimeout;

    /// <summary>The most messages of one queue that have been fetched and are not acknowledged yet: default 1,000, as in RocketMQ. It is
    /// checked before each fetch, so that one fetch more can be held.</summary>
    public int MaxUnackedPerQueue { get; init; } = 1000;

    /// <summary>The most bytes of one fetch: 1 KiB to 8 MiB, default 1 MiB.</summary>
    public int FetchBytes { get; init; } = 1024 * 1024;

    /// <summary>For <see cref="RocketClient.SubscribeAsync"/>: how many messages are handled at a time. Default: 20, as in RocketMQ.</summary>
    public int MaxConcurrency { get; init; } = 20;

    /// <summary>For <see cref="RocketClient.SubscribeAsync"/>: handle messages of a message group one after the other, in the order of their sending, and those
    /// without a group in the order of their queue, whatever <see cref="MaxConcurrency"/> is. A message that fails is then tried again in its place, every
    /// second and without an end, unless <see cref="Retry"/> is one of <see cref="RetryPolicy.InPlace"/> that says otherwise. Default: false.</summary>
    public bool Ordered { get; init; }

    /// <summary>What becomes of a message that could not be handled. Default: <see cref="RetryPolicy.Levels"/>.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Levels;

    /// <summary>How long closing waits for messages that are being handled. Default: 30 s; after that they come again elsewhere.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The group under which progress is kept.</summary>
    internal string ProgressGroup => Mode == ConsumeMode.Broadcasting ? $"{Group}|{InstanceName}" : Group;

    internal void Check()
    {
        Name.CheckGroup(Group);
        if (!Enum.IsDefined(Mode))
            throw Bad(nameof(Mode), Mode, "Clustering or Broadcasting");
        if (InstanceName is not null && Mode != ConsumeMode.Broadcasting)
            throw Bad(nameof(InstanceName), InstanceName, "left out with Clustering");
        if (InstanceName is not null)
            Name.CheckGroup(ProgressGroup);
        if (!Enum.IsDefined(Assignment))
            throw Bad(nameof(Assignment), Assignment, "one of AssignmentStrategy");
        if (MachineRoom is null or { Length: > 127 })
            throw Bad(nameof(MachineRoom), MachineRoom ?? "null", "at most 127 characters");
        Name.CheckTopic(Topic);
        if (CommitInterval <= TimeSpan.Zero)
            throw Bad(nameof(CommitInterval), CommitInterval, "more than 0");
        if (SessionTimeout < JoinRequest.MinSessionTimeout || SessionTimeout > JoinRequest.MaxSessionTimeout)
            throw Bad(nameof(SessionTimeout), SessionTimeout, $"{JoinRequest.MinSessionTimeout} to {JoinRequest.MaxSessionTimeout}");
        if (MaxUnackedPerQueue < 1)
            throw Bad(nameof(MaxUnackedPerQueue), MaxUnackedPerQueue, "at least 1");
        if (FetchBytes is < 1024 or > 8 * 1024 * 1024)
            throw Bad(nameof(FetchBytes), FetchBytes, "1024 to 8388608");
        if (MaxConcurrency is < 1 or > 10_000)
            throw Bad(nameof(MaxConcurrency), MaxConcurrency, "1 to 10000");
        Retry.Check(Group);
        if (DrainTimeout < TimeSpan.Zero)
            throw Bad(nameof(DrainTimeout), DrainTimeout, "0 or more");
    }

    private RocketException Bad(string option, object value, string limit) =>
        new(RocketError.InvalidArgument, $"consumer of group '{Group}': {option} is {value}; it must be {limit}");
}
