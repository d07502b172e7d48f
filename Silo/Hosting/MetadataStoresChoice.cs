using Microsoft.Extensions.Options;
using OrleansRocket.Hosting;

namespace OrleansRocket.Silo.Hosting;

/// <summary>Finds out which brokers hold the cluster's metadata, after this one's store is open and before anybody needs to know.</summary>
internal sealed class MetadataStoresChoice(ClusterClaim claim, IOptions<RocketSiloOptions> options) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(MetadataStoresChoice), ServiceLifecycleStage.ApplicationServices + 1, Choose, static _ => Task.CompletedTask);

    private async Task Choose(CancellationToken cancellationToken) =>
        options.Value.MetadataStores = await claim.ChooseMetadataStores(cancellationToken);
}
