using Microsoft.Extensions.Logging;

namespace OrleansRocket.Silo.Configuration;

/// <summary>Everything that can be configured, in the order in which it is shown. docs/broker.md lists the same.</summary>
internal static class Settings
{
    private const int MaxPort = 65535;
    private const int MaxReplicas = 5;

    public static readonly Setting<string?> Name = Text("Name", "--name", "NAME", ValueKinds.IsName,
        "1 to 100 letters, digits, '-', '_' and '.', the first of them no '.'",
        "The broker's name: also the store's and the silo's. One broker of that name runs in a cluster.");

    public static readonly Setting<string?> DataDirectory = Text("DataDirectory", "--data", "DIR", ValueKinds.IsPath, ValueKinds.Path,
        "The directory with this broker's data; created when missing. One process at a time can use it.");

    public static readonly Setting<string> Cluster = new("DefaultCluster", ValueKinds.Checked(ValueKinds.IsName))
    {
        Key = "Cluster",
        Flag = "--cluster",
        Placeholder = "NAME",
        Limit = Name.Limit,
        Meaning = "The cluster's name. A store and a cluster directory belong to one cluster for ever.",
    };

    public static readonly Setting<string?> ClusterDirectory = Text("ClusterDirectory", "--cluster-dir", "DIR", ValueKinds.IsPath, ValueKinds.Path,
        "The directory through which the brokers and clients of one machine find each other; created when missing.");

    public static readonly Setting<string?> Redis = Text("Redis", "--redis", "HOST:PORT", ValueKinds.IsHostAndPort, "HOST:PORT",
        "The Redis in which the members of a cluster of several machines are kept. Microsoft Orleans only.");

    public static readonly Setting<IReadOnlyList<string>> MetadataStores = new([], ValueKinds.Names(1, 2, 3, 5))
    {
        Key = "MetadataStores",
        Flag = "--metadata-stores",
        Placeholder = "NAME[,NAME...]",
        Limit = "1, 2, 3 or 5 different names with ',' between them",
        Meaning = "The brokers that hold the cluster's metadata, the same at every broker: 3 of them go on when one is down. Without it, in a cluster directory, the first broker that ever started there holds it alone; with Redis it must be given as soon as there are several brokers.",
    };

    public static readonly Setting<int?> HttpPort = new(null, ValueKinds.Optional(ValueKinds.Number(0, MaxPort)))
    {
        Key = "HttpPort",
        Flag = "--http-port",
        Placeholder = "PORT",
        Limit = ValueKinds.WholeNumber(0, MaxPort),
        Meaning = "The port for health and metrics; 0 takes a free one, which the ready line names. Without it there is none.",
    };

    public static readonly Setting<string> HttpAddress = new("127.0.0.1", ValueKinds.Checked(ValueKinds.IsAddress))
    {
        Key = "HttpAddress",
        Flag = "--http-address",
        Placeholder = "IP",
        Limit = "an IP address of this machine, or 0.0.0.0 for all of them",
        Meaning = "What health and metrics listen on. The default is this machine only: nobody is asked who he is.",
    };

    public static readonly Setting<int> SiloPort = Number("SiloPort", "--silo-port", "PORT", 11111, 1, MaxPort, "",
        "The port for the cluster's other brokers. No effect in a cluster directory, where free ports are taken.");

    public static readonly Setting<int> GatewayPort = Number("GatewayPort", "--gateway-port", "PORT", 30000, 1, MaxPort, "",
        "The port for clients. No effect in a cluster directory.");

    public static readonly Setting<string> AdvertisedAddress = new("127.0.0.1", ValueKinds.Checked(ValueKinds.IsHost))
    {
        Key = "AdvertisedAddress",
        Flag = "--advertise",
        Placeholder = "IP|HOST",
        Limit = "an IP address or a host name at which others reach this broker",
        Meaning = "Where other brokers and clients find this one; the address of a name is looked up once, at the start. The default is this machine only. No effect in a cluster directory.",
    };

    public static readonly Setting<string?> ListenAddress = Text("ListenAddress", "--listen", "IP", ValueKinds.IsAddress, HttpAddress.Limit,
        "What the ports for brokers and clients listen on; 0.0.0.0 is every address of this machine. Without it that is where others find it. Microsoft Orleans only; no effect in a cluster directory.");

    public static readonly Setting<bool> AutoCreateTopics = Switch("AutoCreateTopics", "--auto-create-topics", false,
        "Whether sending to a topic that does not exist creates it. Without it a misspelt name is an error and not a topic.");

    public static readonly Setting<int> DefaultTopicQueues = Number("DefaultTopicQueues", "--default-topic-queues", "N", 4, 1, OrleansRocket.Name.MaxQueues, "queues",
        "Queues of a topic that is created by sending to it.");

    public static readonly Setting<int> DefaultRetentionHours = Number("DefaultRetentionHours", "--default-retention-hours", "N", 72, 1, 1_000_000, "hours",
        "How long messages of a topic that is created by sending to it are kept.");

    public static readonly Setting<ReplicationMode> DefaultReplication = Choice("DefaultReplication", "--default-replication", ReplicationMode.Single,
        "How a topic is replicated that is created by sending to it. Every broker of a cluster should be given the same.");

    public static readonly Setting<int?> DefaultReplicas = new(null, ValueKinds.Optional(ValueKinds.Number(1, MaxReplicas)))
    {
        Key = "DefaultReplicas",
        Flag = "--default-replicas",
        Placeholder = "N",
        Limit = ValueKinds.WholeNumber(1, MaxReplicas),
        Unit = "stores",
        Meaning = "How many stores hold a topic that is created by sending to it. Without it 1 with Single, 2 with Async and Sync, 3 with Quorum.",
    };

    public static readonly Setting<FlushDiskType> Flush = Choice("Flush", "--flush", FlushDiskType.AsyncFlush,
        "SyncFlush: every queue of this broker acknowledges after the flush to disk, whatever its topic says. AsyncFlush: each topic says for itself.");

    public static readonly Setting<int> StopSeconds = Number("StopSeconds", "--stop-seconds", "N", 30, 1, 3600, "seconds",
        "The longest that stopping in order takes. What is not done then is left to the recovery of the next start.");

    public static readonly Setting<LogLevel> LogLevel = Choice("LogLevel", "--log-level", Microsoft.Extensions.Logging.LogLevel.Information,
        "What is logged to standard error. What is not the broker's own is logged from Warning on, unless this is Debug or Trace.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Name, DataDirectory, Cluster, ClusterDirectory, Redis, MetadataStores, HttpPort, HttpAddress, SiloPort, GatewayPort, AdvertisedAddress,
        ListenAddress, AutoCreateTopics, DefaultTopicQueues, DefaultRetentionHours, DefaultReplication, DefaultReplicas, Flush, StopSeconds, LogLevel, .. StoreSettings.All,
    ];

    internal static Setting<int> Number(string key, string flag, string placeholder, int byDefault, int minimum, int maximum, string unit, string meaning) =>
        new(byDefault, ValueKinds.Number(minimum, maximum))
        {
            Key = key,
            Flag = flag,
            Placeholder = placeholder,
            Limit = ValueKinds.WholeNumber(minimum, maximum),
            Unit = unit,
            Meaning = meaning,
        };

    internal static Setting<bool> Switch(string key, string flag, bool byDefault, string meaning) => new(byDefault, ValueKinds.Switch)
    {
        Key = key,
        Flag = flag,
        Placeholder = "true|false",
        Limit = "true or false",
        Meaning = meaning,
    };

    private static Setting<T> Choice<T>(string key, string flag, T byDefault, string meaning)
        where T : struct, Enum => new(byDefault, ValueKinds.Choice<T>)
        {
            Key = key,
            Flag = flag,
            Placeholder = string.Join('|', Enum.GetNames<T>()),
            Limit = string.Join(" or ", Enum.GetNames<T>()),
            Meaning = meaning,
        };

    private static Setting<string?> Text(string key, string flag, string placeholder, Func<string, bool> isValid, string limit, string meaning) =>
        new(null, ValueKinds.Checked(isValid)!)
        {
            Key = key,
            Flag = flag,
            Placeholder = placeholder,
            Limit = limit,
            Meaning = meaning,
        };
}
