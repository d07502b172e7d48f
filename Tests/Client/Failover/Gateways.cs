using Orleans.Messaging;

namespace OrleansRocket.Tests.Client.Failover;

/// <summary>A list of gateways that a test changes.</summary>
internal sealed class Gateways(params string[] silos) : IGatewayListProvider
{
    private volatile IReadOnlyList<string> _silos = silos;
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public TimeSpan MaxStaleness => TimeSpan.FromSeconds(1);

    public bool IsUpdatable => true;

    public void Become(params string[] now) => _silos = now;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public Task<IList<Uri>> GetGateways()
    {
        IList<Uri> gateways = [.. _silos.Select(silo => new Uri($"gwy.tcp://{silo}/1"))];
        Interlocked.Increment(ref _reads);
        return Task.FromResult(gateways);
    }
}
