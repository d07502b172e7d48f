using System.Globalization;
using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.RocketMq;

/// <summary>
/// What a file of RocketMQ's says about the group of a broker. There, brokers of one name are a master and its slaves, or the peers of a DLedger
/// group. Here each process is a store with a name of its own, and the group says how topics are replicated. docs/deploy.md has the rules.
/// </summary>
internal sealed class BrokerGroup
{
    public const string BrokerName = "brokerName";
    public const string BrokerId = "brokerId";
    public const string BrokerRole = "brokerRole";
    public const string TotalReplicas = "totalReplicas";
    public const string InSyncReplicas = "inSyncReplicas";
    public const string EnableDLedger = "enableDLegerCommitLog";
    public const string DLedgerGroup = "dLegerGroup";
    public const string DLedgerPeers = "dLegerPeers";
    public const string DLedgerSelfId = "dLegerSelfId";
    public const string Slave = "SLAVE";
    public const string AsyncMaster = "ASYNC_MASTER";
    public const string SyncMaster = "SYNC_MASTER";

    private readonly string _path;
    private readonly IReadOnlyDictionary<string, string> _properties;
    private readonly Action<string> _report;
    private readonly List<GivenValue> _values = [];

    private BrokerGroup(string path, IReadOnlyDictionary<string, string> properties, Action<string> report) =>
        (_path, _properties, _report) = (path, properties, report);

    /// <summary>The settings that follow from the keys above, taken together.</summary>
    /// <param name="path">The file.</param>
    /// <param name="properties">Those of the keys that it has, each with a value that is right by itself.</param>
    /// <param name="report">Told of what has no meaning, or two.</param>
    /// <exception cref="RefusedException">They contradict each other, or one is missing.</exception>
    public static IReadOnlyList<GivenValue> Translate(string path, IReadOnlyDictionary<string, string> properties, Action<string> report)
    {
        var group = new BrokerGroup(path, properties, report);
        if (properties.TryGetValue(EnableDLedger, out var isEnabled) && bool.Parse(isEnabled))
            group.TakeDLedger();
        else
            group.TakeMasterAndSlaves();
        return group._values;
    }

    /// <summary>The ids in a list like <c>n0-127.0.0.1:40911;n1-127.0.0.1:40912</c>; none when it is not one.</summary>
    public static IReadOnlyList<string> PeerIds(string peers)
    {
        var ids = new List<string>();
        foreach (var peer in peers.Split(';', StringSplitOptions.TrimEntries))
        {
            var dash = peer.IndexOf('-', StringComparison.Ordinal);
            if (dash <= 0 || !ValueKinds.IsName(peer[..dash]) || !ValueKinds.IsHostAndPort(peer[(dash + 1)..]))
                return [];
            ids.Add(peer[..dash]);
        }

        return ids.Distinct(StringComparer.Ordinal).Count() == ids.Count ? ids : [];
    }

    private void TakeMasterAndSlaves()
    {
        var role = _properties.GetValueOrDefault(BrokerRole)?.ToUpperInvariant();
        var id = Number(BrokerId) ?? 0;
        if (role == Slave && id == 0)
            throw Refused($"{BrokerRole} is '{Slave}', whose {BrokerId} must be 1 or more");
        if (role is AsyncMaster or SyncMaster && id > 0)
            throw Refused($"{BrokerId} is '{id}'; it must be 0 for {BrokerRole} '{role}'");
        foreach (var key in new[] { DLedgerGroup, DLedgerPeers, DLedgerSelfId }.Where(_properties.ContainsKey))
            Ignore(key, $"{EnableDLedger} is not true");
        if (_properties.TryGetValue(BrokerName, out var name))
            Give(Settings.Name, StoreName(name, id), id == 0 ? BrokerName : $"{BrokerName} and {BrokerId}");

        var total = Number(TotalReplicas);
        if (Replication(role, total) is { } replication)
            Give(Settings.DefaultReplication, replication.ToString(), BrokerRole);
        if (total is { } replicas)
            Give(Settings.DefaultReplicas, replicas.ToString(CultureInfo.InvariantCulture), TotalReplicas);
    }

    /// <summary>The name of a master is its group's, as before; a slave's is the one that its file has in RocketMQ's own layouts.</summary>
    private static string StoreName(string group, int id) => id switch
    {
        0 => group,
        1 => $"{group}-s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{group}-s{id}"),
    };

    /// <summary>Never less than what the group has in RocketMQ: a slave that does not say how its master replicates is taken for a synchronous one's.</summary>
    private ReplicationMode? Replication(string? role, int? total)
    {
        switch (role)
        {
            case SyncMaster:
                return ReplicationMode.Sync;
            case Slave when Number(InSyncReplicas) is { } inSync:
                return inSync > 1 ? ReplicationMode.Sync : ReplicationMode.Async;
            case Slave:
                _report($"{_path}: {BrokerRole} is '{Slave}', which does not say how topics are replicated; {ReplicationMode.Sync} is taken unless {InSyncReplicas} or {Settings.DefaultReplication.Flag} says otherwise");
                return ReplicationMode.Sync;
            case AsyncMaster:
                return total == 1 ? ReplicationMode.Single : ReplicationMode.Async;
            default:
                return total > 1 ? ReplicationMode.Async : null;
        }
    }

    private void TakeDLedger()
    {
        var (group, self) = (Required(DLedgerGroup), Required(DLedgerSelfId));
        var peers = PeerIds(Required(DLedgerPeers));
        if (!peers.Contains(self))
            throw Refused($"{DLedgerSelfId} is '{self}'; it must be one of {string.Join(", ", peers)} ({DLedgerPeers})");
        if (peers.Count is not (3 or 5))
            throw Refused($"{DLedgerPeers} has {peers.Count} peers; it must have 3 or 5");
        if (_properties.TryGetValue(BrokerName, out var name) && name != group)
            Ignore(BrokerName, $"with {EnableDLedger} the name is made of {DLedgerGroup} and {DLedgerSelfId}");
        Give(Settings.Name, $"{group}-{self}", $"{DLedgerGroup} and {DLedgerSelfId}");
        Give(Settings.MetadataStores, string.Join(',', peers.Select(peer => $"{group}-{peer}")), $"{DLedgerGroup} and {DLedgerPeers}");
        Give(Settings.DefaultReplication, nameof(ReplicationMode.Quorum), EnableDLedger);

        // What Quorum has anyway is not given, so that another replication on the command line does not meet a number that contradicts it.
        if (peers.Count != 3)
            Give(Settings.DefaultReplicas, peers.Count.ToString(CultureInfo.InvariantCulture), DLedgerPeers);
    }

    private int? Number(string key) => _properties.TryGetValue(key, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private string Required(string key) => _properties.GetValueOrDefault(key) ?? throw Refused($"{key} is missing; {EnableDLedger} needs it");

    private void Give(Setting setting, string text, string keys) => _values.Add(new GivenValue(setting, text, "file", $"{_path}: {keys}"));

    private void Ignore(string key, string why) => _report($"{_path}: '{key}' has no meaning here and is ignored: {why}");

    private RefusedException Refused(string why) => RefusedException.Usage($"{_path}: {why}");
}
