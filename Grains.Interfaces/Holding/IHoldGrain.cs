namespace OrleansRocket.Holding;

/// <summary>
/// Releases the held messages of one queue (key: the queue's name) into their topics: delayed ones when their time has come, half ones when
/// their transaction is committed. Each exactly once, whatever fails.
/// </summary>
[Alias("rocket.hold")]
public interface IHoldGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that the grain is at work, and tells how it is.</summary>
    [Alias("wake")]
    Task<HoldStatus> Wake();

    /// <summary>Releases or drops a held message. The same decision can be made again, with the same answer.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.NotHeld"/> when that message is not held there, or when it was decided the other way.</exception>
    [Alias("decide")]
    Task Decide(HeldDecision decision);
}
