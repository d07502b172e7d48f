namespace OrleansRocket.Pop;

/// <summary>How far a group is with a queue whose messages are handed out.</summary>
/// <param name="CommittedOffset">Everything below is done; -1 when the group never read the queue.</param>
/// <param name="NextOffset">The next offset that was never handed out; -1 when the group never read the queue.</param>
/// <param name="InFlight">Messages that are handed out or wait for being so again.</param>
/// <param name="Invisible">Those of them that somebody has at the moment.</param>
/// <param name="Waiting">Consumers that wait for messages.</param>
[GenerateSerializer, Immutable, Alias("rocket.pop-description")]
public sealed record PopDescription(
    [property: Id(0)] long CommittedOffset,
    [property: Id(1)] long NextOffset,
    [property: Id(2)] int InFlight,
    [property: Id(3)] int Invisible,
    [property: Id(4)] int Waiting)
{
    /// <summary>Whether anybody is reading.</summary>
    public bool IsLive => Invisible > 0 || Waiting > 0;
}
