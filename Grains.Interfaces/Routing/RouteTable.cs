using System.Collections.Immutable;

namespace OrleansRocket.Routing;

/// <summary>The cluster's metadata as of one version: immutable, so that readers need no lock.</summary>
public sealed class RouteTable
{
    /// <summary>Knows nothing yet.</summary>
    public static readonly RouteTable Empty = new();

    private ImmutableDictionary<string, TopicRoute> _topics = NoNames<TopicRoute>();
    private ImmutableDictionary<string, long> _deletedAt = NoNames<long>();
    private ImmutableDictionary<string, StoreInfo> _stores = NoNames<StoreInfo>();

    /// <summary>Deletions are known from this version on; whoever knows only an older one needs everything.</summary>
    private long _historyFrom;

    private int _typedTopics;
    private int _tracedTopics;

    private RouteTable()
    {
    }

    /// <summary>The version of the cluster's metadata.</summary>
    public long Version { get; private init; }

    /// <summary>All topics, those being deleted included, in no particular order.</summary>
    public IEnumerable<TopicRoute> Topics => _topics.Values;

    /// <summary>Whether any topic takes messages of one type only.</summary>
    public bool HasMessageTypes => _typedTopics > 0;

    /// <summary>Whether the messages of any topic are traced.</summary>
    public bool HasTraces => _tracedTopics > 0;

    /// <summary>All stores that the cluster knows, in no particular order.</summary>
    public IEnumerable<StoreInfo> Stores => _stores.Values;

    /// <summary>The route of a topic, or null when it does not exist.</summary>
    public TopicRoute? FindTopic(string topic) => _topics.GetValueOrDefault(topic);

    /// <summary>The store of that name, or null when it does not exist.</summary>
    public StoreInfo? FindStore(string name) => _stores.GetValueOrDefault(name);

    /// <summary>This table with a topic added or changed.</summary>
    public RouteTable With(TopicRoute route, long version)
    {
        ArgumentNullException.ThrowIfNull(route);
        var next = At(version);
        next.Count(route, 1);
        next.Count(FindTopic(route.Config.Topic), -1);
        next._topics = _topics.SetItem(route.Config.Topic, route);
        next._deletedAt = _deletedAt.Remove(route.Config.Topic);
        return next;
    }

    /// <summary>This table without a topic.</summary>
    public RouteTable Without(string topic, long version)
    {
        var next = At(version);
        next.Count(FindTopic(topic), -1);
        next._topics = _topics.Remove(topic);
        next._deletedAt = _deletedAt.SetItem(topic, version);
        return next;
    }

    /// <summary>This table with a store added or changed.</summary>
    public RouteTable With(StoreInfo store, long version)
    {
        ArgumentNullException.ThrowIfNull(store);
        var next = At(version);
        next._stores = _stores.SetItem(store.Name, store);
        return next;
    }

    /// <summary>This table at a later version, with nothing changed that it shows.</summary>
    public RouteTable At(long version) => new()
    {
        Version = version,
        _topics = _topics,
        _deletedAt = _deletedAt,
        _stores = _stores,
        _historyFrom = _historyFrom,
        _typedTopics = _typedTopics,
        _tracedTopics = _tracedTopics,
    };

    /// <summary>This table with its memory of deletions begun anew: for one that was loaded from a log, where old deletions are compacted away.</summary>
    public RouteTable WithoutHistory()
    {
        var next = At(Version);
        next._deletedAt = NoNames<long>();
        next._historyFrom = Version;
        return next;
    }

    /// <summary>What changed since a version.</summary>
    public RouteChanges ChangesSince(long knownVersion)
    {
        var isFull = knownVersion < _historyFrom || knownVersion > Version || knownVersion == 0;
        return new RouteChanges(
            Version,
            isFull,
            [.. _topics.Values.Where(route => isFull || route.Version > knownVersion)],
            isFull ? [] : [.. _deletedAt.Where(deleted => deleted.Value > knownVersion).Select(deleted => deleted.Key)],
            [.. _stores.Values]);
    }

    /// <summary>The table after these changes; this table when it is newer than they are.</summary>
    public RouteTable Apply(RouteChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Version <= Version)
            return this;
        var next = changes.IsFull ? Empty.At(changes.Version).WithoutHistory() : this;
        foreach (var topic in changes.DeletedTopics)
            next = next.Without(topic, changes.Version);
        foreach (var route in changes.Topics)
            next = next.With(route, changes.Version);
        foreach (var store in changes.Stores)
            next = next.With(store, changes.Version);
        return next.At(changes.Version);
    }

    private void Count(TopicRoute? route, int by)
    {
        if (route is null)
            return;
        _typedTopics += route.Config.MessageType != MessageType.Any ? by : 0;
        _tracedTopics += route.Config.Trace ? by : 0;
    }

    private static ImmutableDictionary<string, T> NoNames<T>() => ImmutableDictionary.Create<string, T>(NameComparer.Instance);
}
