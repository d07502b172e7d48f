using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Sees to it that subscriptions can be stored.</summary>
public class PersistentStreamStorageConfigurationValidator : IConfigurationValidator
{
    private readonly IServiceProvider _services;
    private readonly string _name;

    private PersistentStreamStorageConfigurationValidator(IServiceProvider services, string name)
    {
        _services = services;
        _name = name;
    }

    /// <summary>Creates it for a provider.</summary>
    public static IConfigurationValidator Create(IServiceProvider services, string name) =>
        new PersistentStreamStorageConfigurationValidator(services, name);

    /// <inheritdoc/>
    /// <exception cref="OrleansConfigurationException">There is no storage under the provider's name nor under <c>PubSubStore</c>.</exception>
    public void ValidateConfiguration()
    {
        if (_services.GetOptionsByName<StreamPubSubOptions>(_name).PubSubType != StreamPubSubType.ImplicitOnly
            && (_services.GetKeyedService<IGrainStorage>(_name)
                ?? _services.GetKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME)) is null)
        {
            throw new OrleansConfigurationException(
                $"The stream provider '{_name}' keeps explicit subscriptions: the silo needs a grain storage named '{_name}' or "
                + $"'{ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME}', or the provider {nameof(StreamPubSubType.ImplicitOnly)}.");
        }
    }
}
