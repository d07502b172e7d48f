using System.Net;

namespace OrleansRocket.Tests.Embedded.Membership;

public sealed class MembershipTableTests
{
    private readonly MembershipTable _table = new("test");

    private SiloAddress Join(int port, string name) => _table.Join(new IPEndPoint(IPAddress.Loopback, port), 5, name);

    [Fact]
    public void Every_change_is_a_version_that_listeners_hear()
    {
        var listener = new Listener();
        _table.Subscribe(listener);
        var silo = Join(1, "a");
        _table.Set(silo, SiloStatus.Active);
        Assert.False(_table.Set(silo, SiloStatus.Active));
        _table.Set(silo, SiloStatus.Dead);
        Assert.Equal([0, 1, 2, 3], listener.Versions);
        _table.Unsubscribe(listener);
        Join(2, "b");
        Assert.Equal(4, listener.Versions.Count);
    }

    [Fact]
    public void The_dead_stay_dead_and_the_unknown_unknown()
    {
        var silo = Join(1, "a");
        _table.Set(silo, SiloStatus.Dead);
        Assert.False(_table.Set(silo, SiloStatus.Active));
        Assert.Equal(SiloStatus.Dead, _table.Current.GetSiloStatus(silo));
        Assert.False(_table.Set(SiloAddress.New(IPAddress.Loopback, 9, 1), SiloStatus.Active));
    }

    [Fact]
    public void A_live_silo_keeps_its_endpoint_for_itself()
    {
        Join(1, "first");
        var exception = Assert.Throws<OrleansConfigurationException>(() => Join(1, "second"));
        Assert.Contains("first", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restarted_silo_is_a_later_generation_even_in_the_same_second()
    {
        var first = Join(1, "a");
        _table.Set(first, SiloStatus.Dead);
        var second = Join(1, "a");
        Assert.True(second.IsSuccessorOf(first));
    }

    [Fact]
    public void A_silo_that_is_only_known_by_its_successor_is_dead()
    {
        var silo = Join(1, "a");
        var older = SiloAddress.New(silo.Endpoint, silo.Generation - 1);
        Assert.Equal(SiloStatus.Dead, _table.Current.GetSiloStatus(older));
        Assert.Equal(SiloStatus.None, _table.Current.GetSiloStatus(SiloAddress.New(IPAddress.Loopback, 77, 1)));
    }

    [Fact]
    public void A_deaf_listener_hears_when_it_is_told_all()
    {
        var listener = new Listener();
        _table.Subscribe(listener);
        _table.Hears = l => l != listener;
        Join(1, "a");
        Assert.Equal([0], listener.Versions);
        _table.Hears = static _ => true;
        _table.TellAll();
        Assert.Equal([0, 1], listener.Versions);
    }

    private sealed class Listener : IMembershipListener
    {
        public List<long> Versions { get; } = [];

        public void OnMembership(ClusterMembershipSnapshot snapshot) => Versions.Add(snapshot.Version.Value);
    }
}
