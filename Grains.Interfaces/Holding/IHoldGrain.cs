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

    /// <summary>The most decisions in a call.</summary>
    const int MaxDecisions = 1024;

    /// <summary>Releases or drops held messages, side by side, and answers when each is carried out, or after 250 ms: one that takes long must not keep
    /// the others' callers waiting. The same decision can be made again, with the same answer.</summary>
    /// <returns>The answers, in the order of the decisions.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/> for more than <see cref="MaxDecisions"/>;
    /// <see cref="RocketError.StoreUnavailable"/>, after which nobody knows about any of them.</exception>
    [Alias("decide")]
    Task<HeldAnswer[]> Decide(HeldDecision[] decisions);
}
