using System.Collections.Immutable;
using System.Net;

namespace Orleans.Runtime;

/// <summary>The members of one cluster inside this process. Every change is a version, told to all listeners at once.</summary>
internal sealed class MembershipTable(string clusterId) : IClusterMembers
{
    private readonly Lock _lock = new();
    private readonly List<IMembershipListener> _listeners = [];
    private ImmutableDictionary<SiloAddress, ClusterMember> _members =
        ImmutableDictionary<SiloAddress, ClusterMember>.Empty;

    private long _version;
    private int _clients;

    /// <summary>Which listeners hear of changes. Default: all. A simulation makes some deaf for a while.</summary>
    public Predicate<IMembershipListener> Hears { get; set; } = static _ => true;

    public ClusterMembershipSnapshot Current
    {
        get
        {
            lock (_lock)
            {
                return new ClusterMembershipSnapshot(_members, new MembershipVersion(_version));
            }
        }
    }

    public SiloAddress Join(IPEndPoint endpoint, int generation, string name)
    {
        SiloAddress address;
        lock (_lock)
        {
            foreach (var other in _members.Values.Where(m => m.SiloAddress.Endpoint.Equals(endpoint)))
            {
                if (other.Status != SiloStatus.Dead)
                {
                    throw new OrleansConfigurationException(
                        $"The silo {other.Name} of this cluster already uses the endpoint {endpoint}; give this one another port.");
                }

                generation = Math.Max(generation, other.SiloAddress.Generation + 1);
            }

            address = SiloAddress.New(endpoint, generation);
        }

        Set(address, SiloStatus.Joining, name);
        return address;
    }

    public SiloAddress NewClientAddress() =>
        SiloAddress.New(IPAddress.Loopback, 0, -Interlocked.Increment(ref _clients));

    public bool Set(SiloAddress silo, SiloStatus status) => Set(silo, status, null);

    /// <summary>Tells those who missed something.</summary>
    public void TellAll()
    {
        List<IMembershipListener> listeners;
        lock (_lock)
        {
            listeners = [.. _listeners];
        }

        Tell(listeners, Current);
    }

    public string WhyNoSilo() => $"no silo of the cluster '{clusterId}' is active in this process";

    public void Subscribe(IMembershipListener listener)
    {
        lock (_lock)
        {
            _listeners.Add(listener);
        }

        listener.OnMembership(Current);
    }

    public void Unsubscribe(IMembershipListener listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    private bool Set(SiloAddress silo, SiloStatus status, string? name)
    {
        ClusterMembershipSnapshot snapshot;
        List<IMembershipListener> listeners;
        lock (_lock)
        {
            var known = _members.GetValueOrDefault(silo);
            if ((known is null && name is null) || known?.Status == status || known?.Status == SiloStatus.Dead)
            {
                return false;
            }

            _members = _members.SetItem(silo, new ClusterMember(silo, status, known?.Name ?? name!));
            _version++;
            snapshot = new ClusterMembershipSnapshot(_members, new MembershipVersion(_version));
            listeners = [.. _listeners];
        }

        Tell(listeners, snapshot);
        return true;
    }

    private void Tell(List<IMembershipListener> listeners, ClusterMembershipSnapshot snapshot)
    {
        foreach (var listener in listeners)
        {
            if (Hears(listener))
            {
                listener.OnMembership(snapshot);
            }
        }
    }
}
