using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Engine.Filters;
using OrleansRocket.Tests.Engine.Placement;

namespace OrleansRocket.Tests.Engine;

/// <summary>One cluster of two silos that the tests share which neither stop nor kill silos.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    public const string Name = "engine cluster";

    private readonly InProcessTestCluster _cluster;

    public ClusterFixture()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo
            .AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>()
            .AddIncomingGrainCallFilter<RecordingFilter>()
            .AddOutgoingGrainCallFilter<StampingFilter>());
        builder.ConfigureClient(client => client.AddOutgoingGrainCallFilter<StampingFilter>());
        _cluster = builder.UseTestTransport().Build();
    }

    public InProcessTestCluster Cluster => _cluster;

    public IClusterClient Client => _cluster.Client;

    /// <summary>Makes references as a grain or service of the first silo does.</summary>
    public IGrainFactory Hosted => _cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
