using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Clusters with stream providers over an <see cref="EventLog"/>.</summary>
internal static class StreamClusters
{
    /// <summary>Goes back, and skips what cannot be delivered for half a second.</summary>
    public const string Log = "log";

    /// <summary>Cannot go back.</summary>
    public const string Forward = "forward";

    /// <summary>Ends subscriptions to which a batch cannot be delivered.</summary>
    public const string Strict = "strict";

    /// <summary>Has a filter.</summary>
    public const string Filtered = "filtered";

    /// <summary>Delivers several batches in one call.</summary>
    public const string Batched = "batched";

    private static readonly string[] All = [Log, Forward, Strict, Filtered, Batched];

    /// <summary>A cluster with the providers named, or with all.</summary>
    public static InProcessTestCluster Build(short silos, int queues = 4, params string[] providers)
    {
        var names = providers.Length > 0 ? providers : All;
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.ConfigureServices(services => services.AddGrainStorage(ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME, SharedStorage.Create));
            silo.AddStreamFilter<WordFilter>(Filtered);
            foreach (var name in names)
            {
                silo.Services.Configure<EventLogOptions>(name, options => Set(options, name, queues));
                silo.AddPersistentStreams(name, EventLogAdapterFactory.Create, configurator => Set(configurator, name));
            }
        });
        builder.ConfigureClient(client =>
        {
            foreach (var name in names)
            {
                client.Services.Configure<EventLogOptions>(name, options => Set(options, name, queues));
                client.AddPersistentStreams(name, EventLogAdapterFactory.Create, null);
            }
        });
        return builder.UseTestTransport().Build();
    }

    private static void Set(EventLogOptions options, string name, int queues)
    {
        options.Queues = queues;
        options.IsRewindable = name != Forward;
        options.FaultsSubscriptions = name == Strict;
    }

    private static void Set(ISiloPersistentStreamConfigurator configurator, string name)
    {
        configurator.ConfigurePullingAgent(agent => agent.Configure(options =>
        {
            options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(20);
            options.MaxEventDeliveryTime = TimeSpan.FromMilliseconds(500);
            options.BatchContainerBatchSize = name == Batched ? 10 : 1;
        }));
        configurator.ConfigureBackoffProvider((_, _) => (Orleans.Runtime.Providers.IMessageDeliveryBackoffProvider)new QuickBackoff());
    }
}
