using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Brokers;

/// <inheritdoc cref="IBrokerHealth"/>
internal sealed class BrokerHealth(BrokerStore store, RouteCache routes, ISiloStatusOracle silo) : IBrokerHealth
{
    public HealthProblem? Startup()
    {
        if (!store.IsOpen)
            return new HealthProblem("store", "the store is not open");
        if (silo.CurrentStatus != SiloStatus.Active)
            return new HealthProblem("silo", $"the silo is {silo.CurrentStatus}");
        return routes.RegisteredAt is null
            ? new HealthProblem("registration", "the broker that holds the cluster's metadata has not answered yet")
            : null;
    }

    public HealthProblem? Ready()
    {
        if (Startup() is { } starting)
            return starting;
        if (!store.Log.Disk.AcceptsAppends)
            return new HealthProblem("disk", store.WhyNotWritable() ?? "the disk is full");
        return store.WhyNotWritable() is { } why ? new HealthProblem("store", why) : null;
    }

    public HealthProblem? Live() => silo.CurrentStatus == SiloStatus.Dead
        ? new HealthProblem("silo", "the cluster has taken this silo for dead")
        : null;
}
