using OrleansRocket.Brokers;
using OrleansRocket.Routing;

namespace OrleansRocket;

/// <summary>Describes brokers.</summary>
public sealed class RocketBrokers
{
    private readonly ClientContext _context;

    internal RocketBrokers(ClientContext context) => _context = context;

    /// <summary>The stores of all brokers that the cluster knows, by name, those that do not run included.</summary>
    public async Task<IReadOnlyList<StoreInfo>> ListAsync()
    {
        var all = await _context.Grains.GetGrain<IRoutingGrain>(0).GetChanges(0);
        return [.. all.Stores.OrderBy(store => store.Name, StringComparer.Ordinal)];
    }

    /// <summary>How a broker is doing.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when it does not run,
    /// <see cref="RocketError.InvalidArgument"/> when the name is empty.</exception>
    public Task<BrokerStatus> StatusAsync(string broker) => string.IsNullOrWhiteSpace(broker)
        ? throw new RocketException(RocketError.InvalidArgument, "the broker name is empty")
        : _context.Grains.GetGrain<IBrokerGrain>(broker).Status();
}
