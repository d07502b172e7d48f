using OrleansRocket.Log.Store;

namespace OrleansRocket.Hosting;

/// <summary>How a silo is a broker. The broker's name is the silo's name, and the cluster's is Orleans' <c>ClusterId</c>.</summary>
public sealed class RocketSiloOptions
{
    /// <summary>The directory that holds this broker's data; it is created when missing. One process at a time can use it.
    /// Default: <c>data/NAME</c> in the working directory, with the silo's name.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>The names of the brokers that hold the cluster's metadata and its other system topics: one, or 3 or 5 that keep them with
    /// <see cref="ReplicationMode.Quorum"/>, or 2 with <see cref="ReplicationMode.Sync"/>. Must be the same on all brokers of the cluster. Default:
    /// none, which is enough while there is one broker only; a cluster of several refuses to start its metadata without it, because each
    /// could take itself for the one.</summary>
    public IReadOnlyList<string> MetadataStores { get; set; } = [];

    /// <summary>Replication of a topic that is created by sending to it. Default: <see cref="ReplicationMode.Single"/>.</summary>
    public ReplicationMode DefaultReplication { get; set; } = ReplicationMode.Single;

    /// <summary>Replicas of a topic that is created by sending to it; 0, the default, for the fewest that its replication takes.</summary>
    public int DefaultReplicas { get; set; }

    /// <summary>Whether sending to a topic that does not exist creates it: RocketMQ's <c>autoCreateTopicEnable</c>.
    /// Default: false, so that a misspelt name is an error and not a topic.</summary>
    public bool AutoCreateTopics { get; set; }

    /// <summary>Queues of a topic that is created by sending to it, 1 to 1024: RocketMQ's <c>defaultTopicQueueNums</c>. Default: 4, what
    /// RocketMQ's clients and brokers come to together.</summary>
    public int DefaultTopicQueues { get; set; } = 4;

    /// <summary>How long messages of a topic that is created by sending to it are kept, 1 minute or more: RocketMQ's
    /// <c>fileReservedTime</c>. Default: 72 hours.</summary>
    public TimeSpan DefaultRetention { get; set; } = TimeSpan.FromHours(72);

    /// <summary>How long a transaction may take before its producers are asked about it: more than 0; RocketMQ's <c>transactionTimeOut</c>. Default: 6 s.</summary>
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>How often producers are asked about a transaction: 1 ms or more; RocketMQ's <c>transactionCheckInterval</c>. Default: 30 s.</summary>
    public TimeSpan TransactionCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many times producers are asked about a transaction before its message becomes a dead letter of the producer group: RocketMQ's
    /// <c>transactionCheckMax</c>. Default: 15.</summary>
    public int TransactionCheckMax { get; set; } = 15;

    /// <summary>The least that this broker does before it acknowledges: RocketMQ's <c>flushDiskType</c>. Default:
    /// <see cref="FlushDiskType.AsyncFlush"/>, each topic says for itself; with <see cref="FlushDiskType.SyncFlush"/> all of this broker's
    /// queues are flushed first, whatever their topics say.</summary>
    public FlushDiskType Flush { get; set; } = FlushDiskType.AsyncFlush;

    /// <summary>The most bytes of appends that are neither acknowledged nor refused, of all topics but the system's own: 1 MiB or more, default 256 MiB. When the
    /// disk or the followers are slower than the producers, the broker refuses more with <see cref="RocketError.Busy"/> and does not grow.</summary>
    public long MaxAppendBytesUnderWay { get; set; } = 256 * 1024 * 1024;

    /// <summary>Changes the storage engine's options, for example <c>log => log with { SegmentBytes = 16 * 1024 * 1024 }</c>.
    /// Default: no change.</summary>
    public Func<LogStoreOptions, LogStoreOptions> ConfigureLog { get; set; } = options => options;
}
