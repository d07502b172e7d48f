using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>One cluster of two silos for the stream tests that neither stop nor kill silos.</summary>
public sealed class StreamFixture : IAsyncLifetime
{
    public const string Name = "stream cluster";

    private readonly InProcessTestCluster _cluster = StreamClusters.Build(2);

    public IClusterClient Client => _cluster.Client;

    /// <summary>What code of the first silo outside of grains has.</summary>
    public IClusterClient Hosted => _cluster.Silos[0].ServiceProvider.GetRequiredService<IClusterClient>();

    internal EventLog LogOf(string provider) => EventLog.Of(_cluster.Options.ClusterId, provider);

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
