using Orleans.Runtime;
using Orleans.Streams.Core;

namespace Orleans.Streams;

/// <summary>Makes the handle of a subscription whose type of events only its consumer knows.</summary>
internal sealed class SubscriptionHandleFactory(IStreamProvider provider, StreamId stream, GuidId subscription) : IStreamSubscriptionHandleFactory
{
    public StreamId StreamId => stream;

    public string ProviderName => provider.Name;

    public GuidId SubscriptionId => subscription;

    public StreamSubscriptionHandle<T> Create<T>() => new Subscription<T>(subscription, (PersistentStream<T>)provider.GetStream<T>(stream));
}
