using Orleans.Runtime.Messaging;

namespace OrleansRocket;

/// <summary>Tells failures that pass by themselves from those that do not.</summary>
public static class Transience
{
    /// <summary>
    /// True when the same call may succeed a little later: a silo that is gone or going, a call that timed out, or a broker that says so.
    /// The call may have been carried out all the same, so it must be idempotent to be made again.
    /// </summary>
    public static bool IsTransient(Exception failure) => failure switch
    {
        RocketException rocket => rocket.IsTransient,
        TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException => true,
        OrleansException => failure.InnerException is { } inner && IsTransient(inner),
        _ => false,
    };
}
