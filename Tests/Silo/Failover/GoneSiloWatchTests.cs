using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansRocket.Silo.Failover;

namespace OrleansRocket.Tests.Silo.Failover;

public sealed class GoneSiloWatchTests : IDisposable
{
    private readonly List<TcpListener> _listeners = [];

    [Fact]
    public async Task A_silo_whose_port_refuses_connections_is_declared_dead()
    {
        var (self, alive, gone) = (Listening(), Listening(), Gone());
        var membership = new Membership(self, alive, gone);

        await Watch(self, membership).Look();

        Assert.Equal([gone], membership.Killed);
    }

    [Fact]
    public async Task A_silo_that_hangs_is_left_to_the_probes()
    {
        // Nobody accepts: the machine takes the connection all the same, as it does for a process that is stopped.
        var (self, hanging) = (Listening(), Listening());
        var membership = new Membership(self, hanging);

        await Watch(self, membership).Look();

        Assert.Empty(membership.Killed);
    }

    [Fact]
    public async Task Who_is_refused_by_more_than_half_of_the_cluster_declares_nobody_dead()
    {
        var self = Listening();
        var membership = new Membership(self, Gone(), Gone());

        await Watch(self, membership).Look();

        Assert.Empty(membership.Killed);
    }

    [Fact]
    public void The_end_of_a_look_is_no_reason_for_another()
    {
        var self = Listening();
        var watch = Watch(self, new Membership(self));

        Assert.False(watch.Ended(TimeSpan.FromMilliseconds(500)));
        Assert.True(watch.Ended(TimeSpan.FromSeconds(2)));
    }

    public void Dispose() => _listeners.ForEach(static listener => listener.Dispose());

    private static GoneSiloWatch Watch(SiloAddress self, Membership membership) =>
        new(new LocalSilo(self), membership, TimeProvider.System, NullLogger<GoneSiloWatch>.Instance);

    private SiloAddress Listening()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _listeners.Add(listener);
        return SiloAddress.New((IPEndPoint)listener.LocalEndpoint, 1);
    }

    /// <summary>An address that was in use a moment ago.</summary>
    private static SiloAddress Gone()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return SiloAddress.New((IPEndPoint)listener.LocalEndpoint, 1);
    }
}
