using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OrleansRocket.Streams;

namespace Orleans.Hosting;

/// <summary>Configures a provider of rocket streams in a silo. Beside what is here, everything that Orleans' persistent streams offer can be configured:
/// <c>ConfigurePullingAgent</c>, <c>ConfigureStreamPubSub</c>, <c>ConfigurePartitionBalancing</c>, <c>ConfigureLifecycle</c>.</summary>
public sealed class SiloRocketStreamConfigurator : SiloPersistentStreamConfigurator, IRocketStreamConfigurator
{
    /// <summary>Pulling agents ask again so soon after they were told that there is nothing. While they are waiting for messages, they are told at once.</summary>
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(20);

    /// <summary>Makes a configurator.</summary>
    /// <param name="name">The provider's name.</param>
    /// <param name="configureDelegate">Configures services.</param>
    public SiloRocketStreamConfigurator(string name, Action<Action<IServiceCollection>> configureDelegate)
        : base(name, configureDelegate, RocketStreamAdapterFactory.Create)
    {
        this.AddRocket();
        this.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = PollPeriod));

        // Subscriptions are as durable as the events.
        configureDelegate(services => services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) =>
            ActivatorUtilities.CreateInstance<RocketGrainStorage>(provider, provider.GetRequiredKeyedService<RocketStreamProvider>(name))));
    }
}
