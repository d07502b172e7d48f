using System.Net;
using System.Net.Sockets;
using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.Hosting;

/// <summary>Where others find a broker: brokers know each other by addresses, people and containers by names.</summary>
internal static class AdvertisedHost
{
    /// <summary>The address of a host; of several the first of the fourth version, which is the one that container networks have.</summary>
    /// <exception cref="RefusedException">The name has no address.</exception>
    public static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return address;
        try
        {
            var addresses = Dns.GetHostAddresses(host);
            return addresses.FirstOrDefault(found => found.AddressFamily == AddressFamily.InterNetwork)
                ?? addresses.FirstOrDefault()
                ?? throw Unknown(host, "there is none");
        }
        catch (SocketException unknown)
        {
            throw Unknown(host, unknown.Message);
        }
    }

    private static RefusedException Unknown(string host, string why) =>
        RefusedException.Failed($"{Settings.AdvertisedAddress.Flag} is '{host}', whose address cannot be found: {why}");
}
