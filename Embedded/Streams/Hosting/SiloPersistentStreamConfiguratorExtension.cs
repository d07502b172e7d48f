using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>The balancers that the engine has.</summary>
public static class SiloPersistentStreamConfiguratorExtension
{
    /// <summary>Spreads the queues over the active silos by consistent hashing. That is the default.</summary>
    public static void UseConsistentRingQueueBalancer(this ISiloPersistentStreamConfigurator configurator) =>
        configurator.ConfigurePartitionBalancing(
            static (services, _) => ActivatorUtilities.CreateInstance<ConsistentRingQueueBalancer>(services));
}
