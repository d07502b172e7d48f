using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace OrleansRocket.Streams;

/// <summary>Makes a stream provider of this kind for Orleans, in a silo or in a client.</summary>
internal sealed class RocketStreamAdapterFactory : IQueueAdapterFactory
{
    private readonly RocketStreamProvider _provider;
    private readonly RocketStreamAdapter _adapter;

    private RocketStreamAdapterFactory(RocketStreamProvider provider)
    {
        _provider = provider;
        _adapter = new RocketStreamAdapter(provider);
    }

    /// <summary>Makes the factory of a provider.</summary>
    public static RocketStreamAdapterFactory Create(IServiceProvider services, string name) => new(services.GetRequiredKeyedService<RocketStreamProvider>(name));

    /// <inheritdoc/>
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(_adapter);

    /// <inheritdoc/>
    public Task<IQueueAdapter> CreateAdapter(CancellationToken cancellationToken) => Task.FromResult<IQueueAdapter>(_adapter);

    /// <inheritdoc/>
    public IQueueAdapterCache GetQueueAdapterCache() => _adapter;

    /// <inheritdoc/>
    public IStreamQueueMapper GetStreamQueueMapper() => _provider.Mapper;

    /// <inheritdoc/>
    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) => Task.FromResult<IStreamFailureHandler>(
        new DeadLetterHandler(_provider, new QueueName(_provider.Options.Topic!, (int)queueId.GetNumericId()), _provider.Loggers.CreateLogger<DeadLetterHandler>()));
}
