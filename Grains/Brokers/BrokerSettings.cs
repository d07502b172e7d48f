using System.Globalization;
using OrleansRocket.Hosting;

namespace OrleansRocket.Brokers;

/// <summary>A broker's settings under RocketMQ's names, and those of them that can be changed while it runs.</summary>
internal static class BrokerSettings
{
    /// <summary>RocketMQ's <c>updateBrokerConfig</c> is for these; the others need a restart.</summary>
    private static readonly Dictionary<string, Action<RocketSiloOptions, string>> Changeable = new(StringComparer.Ordinal)
    {
        ["autoCreateTopicEnable"] = (options, value) => options.AutoCreateTopics = bool.TryParse(value, out var on) ? on : throw Bad("autoCreateTopicEnable", value, "true or false"),
        ["defaultTopicQueueNums"] = (options, value) => options.DefaultTopicQueues = (int)Number("defaultTopicQueueNums", value, 1, Name.MaxQueues),
        ["fileReservedTime"] = (options, value) => options.DefaultRetention = TimeSpan.FromHours(Number("fileReservedTime", value, 1, 876_000)),
        ["transactionTimeOut"] = (options, value) => options.TransactionTimeout = TimeSpan.FromMilliseconds(Number("transactionTimeOut", value, 1, int.MaxValue)),
        ["transactionCheckInterval"] = (options, value) => options.TransactionCheckInterval = TimeSpan.FromMilliseconds(Number("transactionCheckInterval", value, 1, int.MaxValue)),
        ["transactionCheckMax"] = (options, value) => options.TransactionCheckMax = (int)Number("transactionCheckMax", value, 1, int.MaxValue),
    };

    /// <summary>The settings that have a meaning here, by name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(RocketSiloOptions options, string broker, string cluster, string dataDirectory) =>
    [
        new("autoCreateTopicEnable", options.AutoCreateTopics ? "true" : "false"),
        new("brokerClusterName", cluster),
        new("brokerName", broker),
        new("defaultTopicQueueNums", Text(options.DefaultTopicQueues)),
        new("fileReservedTime", Text((long)options.DefaultRetention.TotalHours)),
        new("flushDiskType", options.Flush == FlushDiskType.SyncFlush ? "SYNC_FLUSH" : "ASYNC_FLUSH"),
        new("metadataStores", string.Join(';', options.MetadataStores)),
        new("storePathRootDir", dataDirectory),
        new("transactionCheckInterval", Text((long)options.TransactionCheckInterval.TotalMilliseconds)),
        new("transactionCheckMax", Text(options.TransactionCheckMax)),
        new("transactionTimeOut", Text((long)options.TransactionTimeout.TotalMilliseconds)),
    ];

    /// <summary>Changes a setting until the broker stops.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, naming the setting, its value and the limit.</exception>
    public static void Set(RocketSiloOptions options, string name, string value)
    {
        if (!Changeable.TryGetValue(name, out var set))
            throw new RocketException(RocketError.InvalidArgument, $"the broker's setting '{name}' cannot be changed while it runs; these can: {string.Join(", ", Changeable.Keys.Order(StringComparer.Ordinal))}");
        set(options, value);
    }

    private static long Number(string name, string value, long least, long most) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw Bad(name, value, $"{least} to {most}");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static RocketException Bad(string name, string value, string limit) =>
        new(RocketError.InvalidArgument, $"the broker's setting '{name}' is '{value}'; it must be {limit}");
}
