using Orleans.Runtime;

namespace Orleans.Streams.Core;

/// <summary>Makes the handle of a subscription whose type of events only its consumer knows.</summary>
public interface IStreamSubscriptionHandleFactory
{
    /// <summary>The stream.</summary>
    StreamId StreamId { get; }

    /// <summary>The stream's provider.</summary>
    string ProviderName { get; }

    /// <summary>The subscription.</summary>
    GuidId SubscriptionId { get; }

    /// <summary>Makes the handle.</summary>
    StreamSubscriptionHandle<T> Create<T>();
}
