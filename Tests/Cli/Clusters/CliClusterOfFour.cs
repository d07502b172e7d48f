using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Clusters;

/// <summary>As <see cref="CliCluster"/>, with four brokers, of which <c>Silo_0</c> alone has the metadata.</summary>
public sealed class CliClusterOfFour : CliCluster
{
    private protected override Task<RocketCluster> Start() => RocketCluster.Start(silos: 4, configure: options => options.MetadataStores = ["Silo_0"]);
}
