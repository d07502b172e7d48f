using System.CommandLine;
using OrleansRocket.Cli.Options;

namespace OrleansRocket.Cli.Topics;

/// <summary>The options that say what a topic is.</summary>
internal sealed class TopicSettings
{
    private readonly NumberOption _queues = new("--queues", $"How many queues, 1 to {Name.MaxQueues}; it can be raised later, never lowered. Default: {TopicConfig.DefaultQueues}", "NUMBER", 1, Name.MaxQueues);

    private readonly ChoiceOption<TopicPermission> _permission = new(
        "--permission",
        "What clients may do, or RocketMQ's number for it. Default: readwrite",
        ("readwrite", TopicPermission.ReadWrite),
        ("read", TopicPermission.Read),
        ("write", TopicPermission.Write),
        ("6", TopicPermission.ReadWrite),
        ("4", TopicPermission.Read),
        ("2", TopicPermission.Write));

    private readonly ChoiceOption<FlushDiskType> _flush = new(
        "--flush",
        "When a message is acknowledged: async, once it survives the death of the broker; sync, once it survives a loss of power. Default: async",
        ("async", FlushDiskType.AsyncFlush),
        ("sync", FlushDiskType.SyncFlush));

    private readonly ChoiceOption<ReplicationMode> _replication = new(
        "--replication",
        "Who has a message when it is acknowledged: single, the one broker there is; async, the leader, and others get it later; sync, the leader and another; quorum, a majority, and another leads when the leader is lost. Cannot be changed. Default: single",
        ("single", ReplicationMode.Single),
        ("async", ReplicationMode.Async),
        ("sync", ReplicationMode.Sync),
        ("quorum", ReplicationMode.Quorum));

    private readonly NumberOption _replicas = new(
        "--replicas",
        "How many brokers hold each queue: 2 to 5 with async and sync, 3 or 5 with quorum. Cannot be changed. Default: the fewest",
        "NUMBER",
        1,
        5);

    private readonly DurationOption _retention = new("--retention", "How long messages are kept at least, such as 90m, 72h or 30d. Default: 72h", "TIME", TimeSpan.FromMinutes(1), TimeSpan.FromDays(36_500));

    private readonly NumberOption _retentionBytes = new("--retention-bytes", "The most bytes kept for each queue, -1 for no limit. Default: -1", "BYTES", -1);

    private readonly ChoiceOption<CleanupPolicy> _cleanup = new(
        "--cleanup",
        "What happens to old messages: delete, or compact, which keeps the newest of each key. Cannot be changed. Default: delete",
        ("delete", CleanupPolicy.Delete),
        ("compact", CleanupPolicy.Compact));

    private readonly ChoiceOption<OnOff> _keyIndex = new(
        "--key-index",
        "Whether messages can be found by key and by id (rocket message query). Default: on",
        ("on", OnOff.On),
        ("off", OnOff.Off));

    private readonly ChoiceOption<MessageType> _type = new(
        "--type",
        "Which messages the topic takes: normal, without an order and a delay; fifo, those of an order group; delay, those with a time of delivery; transaction; any. Default: any",
        ("any", MessageType.Any),
        ("normal", MessageType.Normal),
        ("fifo", MessageType.Fifo),
        ("delay", MessageType.Delay),
        ("transaction", MessageType.Transaction),
        ("mixed", MessageType.Any),
        ("unspecified", MessageType.Any));

    private readonly ChoiceOption<OnOff> _trace = new(
        "--trace",
        "Whether it is written down what happens to each message (rocket message trace). Default: off",
        ("on", OnOff.On),
        ("off", OnOff.Off));

    private readonly NumberOption _maxMessagesRate = new("--max-messages-rate", "The most messages a second that are stored, -1 for no limit. Default: -1", "NUMBER", -1);

    private readonly NumberOption _maxBytesRate = new("--max-bytes-rate", "The most bytes a second that are stored, -1 for no limit. Default: -1", "BYTES", -1);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_queues, _permission, _flush, _replication, _replicas, _retention, _retentionBytes, _cleanup, _keyIndex, _type, _trace, _maxMessagesRate, _maxBytesRate])
            command.Options.Add(option);
    }

    /// <summary>Changes what was given and leaves the rest.</summary>
    public TopicConfig Apply(TopicConfig config, ParseResult arguments) => config with
    {
        Queues = (int)(arguments.GetValue(_queues) ?? config.Queues),
        Permission = arguments.GetValue(_permission) ?? config.Permission,
        Flush = arguments.GetValue(_flush) ?? config.Flush,
        Replication = arguments.GetValue(_replication) ?? config.Replication,
        Replicas = (int)(arguments.GetValue(_replicas) ?? config.Replicas),
        Retention = arguments.GetValue(_retention) ?? config.Retention,
        RetentionBytes = arguments.GetValue(_retentionBytes) ?? config.RetentionBytes,
        Cleanup = arguments.GetValue(_cleanup) ?? config.Cleanup,
        MaxMessagesRate = arguments.GetValue(_maxMessagesRate) ?? config.MaxMessagesRate,
        MaxBytesRate = arguments.GetValue(_maxBytesRate) ?? config.MaxBytesRate,
        KeyIndex = arguments.GetValue(_keyIndex) is { } keyIndex ? keyIndex == OnOff.On : config.KeyIndex,
        MessageType = arguments.GetValue(_type) ?? config.MessageType,
        Trace = arguments.GetValue(_trace) is { } trace ? trace == OnOff.On : config.Trace,
    };
}
