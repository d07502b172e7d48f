namespace OrleansRocket.Groups;

/// <summary>One member of a group, as the group sees it.</summary>
internal sealed class GroupMember(string id, IReadOnlyList<Subscription> subscriptions, TimeSpan sessionTimeout)
{
    public string Id { get; } = id;

    public IReadOnlyList<Subscription> Subscriptions { get; set; } = subscriptions;

    public TimeSpan SessionTimeout { get; set; } = sessionTimeout;

    public AssignmentStrategy Strategy { get; set; }

    public string Room { get; set; } = "";

    /// <summary>When it was last heard of, in <see cref="TimeProvider"/> timestamps.</summary>
    public long HeardAt { get; set; }

    /// <summary>Counts the changes of its grants.</summary>
    public long ViewVersion { get; set; } = 1;

    public bool Reads(string topic) => Subscriptions.Any(subscription => subscription.Topic == topic);
}
