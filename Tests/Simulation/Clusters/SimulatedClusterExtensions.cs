using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation.Clusters;

internal static class SimulatedClusterExtensions
{
    public static Task Pause(this SimulatedCluster cluster, int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cluster.Time);
}
