using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>This silo's name and address. Making it makes the silo a joining member of its cluster.</summary>
internal sealed class LocalSiloDetails : ILocalSiloDetails
{
    public LocalSiloDetails(
        EngineEnvironment environment,
        ClusterFabric fabric,
        IOptions<SiloOptions> silo,
        IOptions<ClusterOptions> cluster,
        IOptions<EndpointOptions> endpoint)
    {
        Fabric = fabric;
        Name = silo.Value.SiloName ?? $"Silo_{environment.Randomness.NextGuid():N}"[..10];
        ClusterId = cluster.Value.ClusterId;
        var generation = (int)(environment.Time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddYears(50)).TotalSeconds;
        SiloAddress = fabric.Membership.Join(
            new IPEndPoint(endpoint.Value.AdvertisedIPAddress, endpoint.Value.SiloPort), Math.Max(1, generation), Name);
        GatewayAddress = SiloAddress.New(SiloAddress.Endpoint.Address, endpoint.Value.GatewayPort, 0);
    }

    public ClusterFabric Fabric { get; }

    public string Name { get; }

    public string ClusterId { get; }

    public string DnsHostName => Dns.GetHostName();

    public SiloAddress SiloAddress { get; }

    public SiloAddress GatewayAddress { get; }
}
