namespace OrleansRocket.Tests.Silo.Failover;

/// <summary>The silo of a test.</summary>
internal sealed class LocalSilo(SiloAddress address) : ILocalSiloDetails
{
    public string Name => "broker-a";

    public string ClusterId => "test";

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress => address;

    public SiloAddress GatewayAddress => address;
}
