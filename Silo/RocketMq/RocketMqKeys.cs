using System.Globalization;
using OrleansRocket.Silo.Configuration;

namespace OrleansRocket.Silo.RocketMq;

/// <summary>The keys of RocketMQ's broker configuration that we know. docs/broker.md lists the same.</summary>
internal static class RocketMqKeys
{
    private const int MaxBrokerId = 1000;
    private const string OneDirectory = "everything lies below storePathRootDir";

    private static readonly string[] Roles = [BrokerGroup.AsyncMaster, BrokerGroup.SyncMaster, BrokerGroup.Slave];

    public static IReadOnlyDictionary<string, RocketMqKey> All { get; } = new[]
    {
        Same("brokerClusterName", Settings.Cluster),
        OfGroup(BrokerGroup.BrokerName, Settings.Name.Limit, Settings.Name.Accepts),
        OfGroup(BrokerGroup.BrokerId, ValueKinds.WholeNumber(0, MaxBrokerId), text => ValueKinds.Number(0, MaxBrokerId)(text).Item1),
        OfGroup(BrokerGroup.BrokerRole, string.Join(" or ", Roles), text => Roles.Contains(text, StringComparer.OrdinalIgnoreCase)),
        OfGroup(BrokerGroup.TotalReplicas, Settings.DefaultReplicas.Limit, Settings.DefaultReplicas.Accepts),
        OfGroup(BrokerGroup.InSyncReplicas, Settings.DefaultReplicas.Limit, Settings.DefaultReplicas.Accepts),
        Words("flushDiskType", Settings.Flush, ("ASYNC_FLUSH", nameof(FlushDiskType.AsyncFlush)), ("SYNC_FLUSH", nameof(FlushDiskType.SyncFlush))),
        Same("listenPort", Settings.GatewayPort),
        Same("brokerIP1", Settings.AdvertisedAddress),
        NoMeaning("brokerIP2", "brokers talk to each other at the address of brokerIP1"),
        NoMeaning("namesrvAddr", "there is no name server: brokers find each other in the cluster directory or in Redis"),
        Same("defaultTopicQueueNums", Settings.DefaultTopicQueues),
        Words("autoCreateTopicEnable", Settings.AutoCreateTopics, ("true", "true"), ("false", "false")),
        Only("autoCreateSubscriptionGroup", "true: a consumer group is created when its first member joins", "true"),
        Checked("deleteWhen", "hours of the day, 0 to 23, with ';' between them", IsHours, "what is due is deleted within seconds, at any hour"),
        Same("fileReservedTime", Settings.DefaultRetentionHours),
        Same("storePathRootDir", Settings.DataDirectory),
        NoMeaning("storePathCommitLog", OneDirectory),
        NoMeaning("storePathConsumeQueue", OneDirectory),
        NoMeaning("storePathConsumerQueue", OneDirectory),
        NoMeaning("storePathIndex", OneDirectory),
        NoMeaning("storeCheckpoint", OneDirectory),
        NoMeaning("abortFile", OneDirectory),
        Same("mapedFileSizeCommitLog", StoreSettings.SegmentBytes),
        Same("mappedFileSizeCommitLog", StoreSettings.SegmentBytes),
        Checked("mapedFileSizeConsumeQueue", "a whole number, 1 or more", IsPositive, "the queue's log is its own index"),
        Checked("mappedFileSizeConsumeQueue", "a whole number, 1 or more", IsPositive, "the queue's log is its own index"),
        OfGroup(BrokerGroup.EnableDLedger, "true or false", text => bool.TryParse(text, out _)),
        OfGroup(BrokerGroup.DLedgerGroup, Settings.Name.Limit, Settings.Name.Accepts),
        OfGroup(BrokerGroup.DLedgerPeers, "ID-HOST:PORT with ';' between the peers, and each ID once", text => BrokerGroup.PeerIds(text).Count > 0),
        OfGroup(BrokerGroup.DLedgerSelfId, Settings.Name.Limit, Settings.Name.Accepts),
        Checked("sendMessageThreadPoolNums", "a whole number, 1 or more", IsPositive, "each queue is written in turns of its own, without a pool"),
        Same("flushIntervalCommitLog", StoreSettings.FlushIntervalMs),
        Same("cleanResourceInterval", StoreSettings.HousekeepingMs),
        Percent("diskMaxUsedSpaceRatio", StoreSettings.DiskCleanWatermark),
        Same("diskSpaceWarningLevelRatio", StoreSettings.DiskHighWatermark),
    }.ToDictionary(key => key.Name, StringComparer.Ordinal);

    private static RocketMqKey Same(string name, Setting setting) =>
        new(name, setting.Limit, text => setting.Accepts(text) ? text : null) { Setting = setting };

    private static RocketMqKey OfGroup(string name, string limit, Func<string, bool> isValid) =>
        new(name, limit, text => isValid(text) ? text : null) { IsOfGroup = true };

    private static RocketMqKey Only(string name, string limit, string only) =>
        new(name, limit, text => text.Equals(only, StringComparison.OrdinalIgnoreCase) ? text : null);

    private static RocketMqKey NoMeaning(string name, string why) => new(name, null, text => text) { Ignored = why };

    private static RocketMqKey Checked(string name, string limit, Func<string, bool> isValid, string why) =>
        new(name, limit, text => isValid(text) ? text : null) { Ignored = why };

    private static RocketMqKey Words(string name, Setting setting, params (string Theirs, string Ours)[] words) =>
        new(name, string.Join(" or ", words.Select(word => word.Theirs)),
            text => words.FirstOrDefault(word => word.Theirs.Equals(text, StringComparison.OrdinalIgnoreCase)).Ours)
        { Setting = setting };

    private static RocketMqKey Percent(string name, Setting setting) =>
        new(name, "a whole number, 1 to 100", text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 100
                ? (percent / 100.0).ToString(CultureInfo.InvariantCulture)
                : null)
        { Setting = setting };

    private static bool IsPositive(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;

    private static bool IsHours(string text) => text.Split(';').All(hour =>
        int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 23);
}
