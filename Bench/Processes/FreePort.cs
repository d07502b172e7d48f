using System.Net;
using System.Net.Sockets;

namespace OrleansRocket.Bench.Processes;

/// <summary>Ports on the loopback address that nobody uses now.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
