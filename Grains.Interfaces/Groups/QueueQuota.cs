namespace OrleansRocket.Groups;

/// <summary>What a group may read of one queue: its part of the <see cref="GroupQuota"/>.</summary>
/// <param name="MessagesRate">The most messages a second; negative for no limit.</param>
/// <param name="BytesRate">The most bytes a second; negative for no limit.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-quota")]
public sealed record QueueQuota(
    [property: Id(0)] double MessagesRate,
    [property: Id(1)] double BytesRate)
{
    /// <summary>No limits.</summary>
    public static readonly QueueQuota None = GroupQuota.None.PartOf(1);
}
