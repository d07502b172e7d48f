using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace OrleansRocket.ClusterDirectory;

/// <summary>The silos of a cluster directory that a client can use: those that are active and whose process is there.</summary>
internal sealed class DirectoryGatewayList(MembershipFile file, IOptions<GatewayOptions> options) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => options.Value.GatewayListRefreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public Task<IList<Uri>> GetGateways()
    {
        IList<Uri> gateways = [.. (file.Read() ?? Members.None).Rows
            .Where(row => row.Status == SiloStatus.Active && row.GatewayPort > 0 && file.IsAlive(row))
            .Select(Gateway)];
        return Task.FromResult(gateways);
    }

    private static Uri Gateway(MemberRow row)
    {
        var silo = SiloAddress.FromParsableString(row.Address);
        return SiloAddress.New(silo.Endpoint.Address, row.GatewayPort, silo.Generation).ToGatewayUri();
    }
}
