using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A subscription has ended because a batch could not be delivered to it.</summary>
[GenerateSerializer]
public sealed class FaultedSubscriptionException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public FaultedSubscriptionException()
        : this("Subscription is in a Faulted state.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public FaultedSubscriptionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public FaultedSubscriptionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal FaultedSubscriptionException(GuidId subscription, QualifiedStreamId stream)
        : this($"Subscription is in a Faulted state.  Subscription:{subscription.Guid}, Stream:{stream}")
    {
    }
}
