using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>A provider whose queues are an <see cref="EventLog"/>; its cache is the log itself.</summary>
internal sealed class EventLogAdapterFactory(string name, string silo, EventLog log, EventLogOptions options)
    : IQueueAdapterFactory, IQueueAdapter, IQueueAdapterCache, IStreamFailureHandler
{
    private readonly HashRingBasedStreamQueueMapper _mapper = new(
        new HashRingStreamQueueMapperOptions { TotalQueueCount = options.Queues }, name);

    public string Name => name;

    public bool IsRewindable => options.IsRewindable;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public bool ShouldFaultSubsriptionOnError => options.FaultsSubscriptions;

    public static IQueueAdapterFactory Create(IServiceProvider services, string name) => new EventLogAdapterFactory(
        name,
        services.GetService<ILocalSiloDetails>()?.Name ?? "client",
        EventLog.Of(services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId, name),
        services.GetRequiredService<IOptionsMonitor<EventLogOptions>>().Get(name));

    public Task<IQueueAdapter> CreateAdapter() => CreateAdapter(CancellationToken.None);

    public Task<IQueueAdapter> CreateAdapter(CancellationToken cancellationToken) => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IStreamQueueMapper GetStreamQueueMapper() => _mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) => Task.FromResult<IStreamFailureHandler>(this);

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        log.Append(_mapper.GetQueueForStream(streamId), streamId, [.. events.Cast<object>()], requestContext);
        return Task.CompletedTask;
    }

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => new EventLogReceiver(log, queueId, silo);

    public IQueueCache CreateQueueCache(QueueId queueId) => new EventLogCache(log, queueId);

    public Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken)
    {
        log.Failures.Enqueue((subscriptionId.Guid, streamIdentity, sequenceToken?.SequenceNumber ?? -1));
        return Task.CompletedTask;
    }

    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) =>
        OnDeliveryFailure(subscriptionId, streamProviderName, streamIdentity, sequenceToken);
}
