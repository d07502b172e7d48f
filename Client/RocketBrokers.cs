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

    /// <summary>Brings leaders to the stores that they prefer, where those run and are in sync. It happens by itself as well, gently, once the
    /// membership has not changed for 30 s.</summary>
    /// <returns>How many queues have changed their leader.</returns>
    public async Task<int> RebalanceAsync()
    {
        var moved = 0;
        foreach (var store in await ListAsync())
        {
            try
            {
                moved += await _context.Grains.GetGrain<IBrokerGrain>(store.Name).Rebalance();
            }
            catch (RocketException down) when (down.Code == RocketError.StoreUnavailable)
            {
                // A broker that does not run leads nothing.
            }
        }

        return moved;
    }

    /// <summary>How a broker is doing.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when it does not run,
    /// <see cref="RocketError.InvalidArgument"/> when the name is empty.</exception>
    public Task<BrokerStatus> StatusAsync(string broker) => Grain(broker).Status();

    /// <summary>A broker's settings under RocketMQ's names, as they are now.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when it does not run,
    /// <see cref="RocketError.InvalidArgument"/> when the name is empty.</exception>
    public Task<IReadOnlyList<KeyValuePair<string, string>>> GetSettingsAsync(string broker) => Grain(broker).Settings();

    /// <summary>Changes a setting of a running broker until it stops; its configuration stays as it is.</summary>
    /// <param name="broker">The broker's name.</param>
    /// <param name="name">RocketMQ's name of the setting.</param>
    /// <param name="value">The value, as in RocketMQ's configuration.</param>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when it does not run, <see cref="RocketError.InvalidArgument"/> when the setting cannot be
    /// changed while it runs or the value is outside its limits.</exception>
    public Task SetSettingAsync(string broker, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return Grain(broker).SetSetting(name, value);
    }

    private IBrokerGrain Grain(string broker) => string.IsNullOrWhiteSpace(broker)
        ? throw new RocketException(RocketError.InvalidArgument, "the broker name is empty")
        : _context.Grains.GetGrain<IBrokerGrain>(broker);
}
