namespace OrleansRocket.Groups;

/// <summary>Asks to become a member of a group.</summary>
[GenerateSerializer, Immutable, Alias("rocket.join-request")]
public sealed record JoinRequest
{
    /// <summary>The shortest session timeout.</summary>
    public static readonly TimeSpan MinSessionTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The longest session timeout.</summary>
    public static readonly TimeSpan MaxSessionTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The default session timeout: 10 s.</summary>
    public static readonly TimeSpan DefaultSessionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Unique for each consumer instance; a name that a person can recognise helps.</summary>
    [Id(0)]
    public required string MemberId { get; init; }

    /// <summary>What the member reads. All members that read a topic ask for the same of it.</summary>
    [Id(1)]
    public required IReadOnlyList<Subscription> Subscriptions { get; init; }

    /// <summary>A member that is not heard of for this long loses its queues: 1 s to 5 min, default 10 s.</summary>
    [Id(2)]
    public TimeSpan SessionTimeout { get; init; } = DefaultSessionTimeout;

    /// <summary>How queues are shared out. All members of a group must ask for the same.</summary>
    [Id(10)]
    public AssignmentStrategy Strategy { get; init; }

    /// <summary>The machine room of the member, for <see cref="AssignmentStrategy.MachineRoom"/>; empty for none.</summary>
    [Id(11)]
    public string Room { get; init; } = "";
}
