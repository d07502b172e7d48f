using System.Net;
using Microsoft.Extensions.Logging;
using OrleansRocket.Log.Store;
using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.Configuration;

/// <summary>What one broker is to be. <see cref="Settings"/> says what each value is, its default, its unit and what follows from it.</summary>
internal sealed record BrokerOptions
{
    public required string Name { get; init; }

    public required string DataDirectory { get; init; }

    public required string Cluster { get; init; }

    public string? ClusterDirectory { get; init; }

    public string? Redis { get; init; }

    public required IReadOnlyList<string> MetadataStores { get; init; }

    public int? HttpPort { get; init; }

    public required IPAddress HttpAddress { get; init; }

    public required int SiloPort { get; init; }

    public required int GatewayPort { get; init; }

    public required string AdvertisedAddress { get; init; }

    public IPAddress? ListenAddress { get; init; }

    public required bool AutoCreateTopics { get; init; }

    public required int DefaultTopicQueues { get; init; }

    public required TimeSpan DefaultRetention { get; init; }

    public required ReplicationMode DefaultReplication { get; init; }

    public required int DefaultReplicas { get; init; }

    public required FlushDiskType Flush { get; init; }

    public required TimeSpan StopTimeout { get; init; }

    public required LogLevel LogLevel { get; init; }

    /// <summary>The storage engine's options.</summary>
    public required LogStoreOptions Store { get; init; }

    /// <summary>Makes the options of a configuration.</summary>
    /// <exception cref="RefusedException">A value is missing, or two contradict each other.</exception>
    public static BrokerOptions From(EffectiveConfiguration configuration)
    {
        var name = Required(configuration, Settings.Name);
        var data = Required(configuration, Settings.DataDirectory);
        var cluster = configuration.Get(Settings.Cluster);
        var directory = configuration.Get(Settings.ClusterDirectory);
        var redis = configuration.Get(Settings.Redis);
        if (directory is not null && redis is not null)
            throw RefusedException.Usage($"{configuration.Given(Settings.ClusterDirectory)!.Origin} and {configuration.Given(Settings.Redis)!.Origin} are both given; a cluster is kept in one of them");
        return new BrokerOptions
        {
            Name = name,
            DataDirectory = Path.GetFullPath(data),
            Cluster = cluster,
            ClusterDirectory = directory is null ? null : Path.GetFullPath(directory),
            Redis = redis,
            MetadataStores = configuration.Get(Settings.MetadataStores),
            HttpPort = configuration.Get(Settings.HttpPort),
            HttpAddress = IPAddress.Parse(configuration.Get(Settings.HttpAddress)),
            SiloPort = configuration.Get(Settings.SiloPort),
            GatewayPort = configuration.Get(Settings.GatewayPort),
            AdvertisedAddress = configuration.Get(Settings.AdvertisedAddress),
            ListenAddress = configuration.Get(Settings.ListenAddress) is { } listen ? IPAddress.Parse(listen) : null,
            AutoCreateTopics = configuration.Get(Settings.AutoCreateTopics),
            DefaultTopicQueues = configuration.Get(Settings.DefaultTopicQueues),
            DefaultRetention = TimeSpan.FromHours(configuration.Get(Settings.DefaultRetentionHours)),
            DefaultReplication = configuration.Get(Settings.DefaultReplication),
            DefaultReplicas = Replicas(configuration),
            Flush = configuration.Get(Settings.Flush),
            StopTimeout = TimeSpan.FromSeconds(configuration.Get(Settings.StopSeconds)),
            LogLevel = configuration.Get(Settings.LogLevel),
            Store = StoreOptions(configuration, name, data, cluster),
        };
    }

    private static int Replicas(EffectiveConfiguration configuration)
    {
        var replication = configuration.Get(Settings.DefaultReplication);
        int[] possible = replication switch
        {
            ReplicationMode.Single => [1],
            ReplicationMode.Quorum => [3, 5],
            _ => [2, 3, 4, 5],
        };
        var replicas = configuration.Get(Settings.DefaultReplicas) ?? possible[0];
        return possible.Contains(replicas)
            ? replicas
            : throw RefusedException.Usage($"{configuration.Given(Settings.DefaultReplicas)!.Origin} is '{replicas}'; with {replication} it must be {string.Join(" or ", possible)}");
    }

    private static LogStoreOptions StoreOptions(EffectiveConfiguration configuration, string name, string data, string cluster)
    {
        var options = new LogStoreOptions
        {
            Path = data,
            ClusterId = cluster,
            StoreName = name,
            SegmentBytes = configuration.Get(StoreSettings.SegmentBytes),
            PreallocateBytes = configuration.Get(StoreSettings.PreallocateBytes),
            IndexIntervalBytes = configuration.Get(StoreSettings.IndexIntervalBytes),
            FlushInterval = TimeSpan.FromMilliseconds(configuration.Get(StoreSettings.FlushIntervalMs)),
            FlushBytes = configuration.Get(StoreSettings.FlushBytes),
            FlushTogetherQueues = configuration.Get(StoreSettings.FlushTogetherQueues),
            MaxSpareSegments = configuration.Get(StoreSettings.MaxSpareSegments),
            IdleUnmapAfter = TimeSpan.FromSeconds(configuration.Get(StoreSettings.IdleUnmapSeconds)),
            DiskHighWatermark = configuration.Get(StoreSettings.DiskHighWatermark),
            DiskLowWatermark = configuration.Get(StoreSettings.DiskLowWatermark),
            DiskCleanWatermark = configuration.Get(StoreSettings.DiskCleanWatermark),
            MinFreeBytes = configuration.Get(StoreSettings.MinFreeBytes),
            HousekeepingInterval = TimeSpan.FromMilliseconds(configuration.Get(StoreSettings.HousekeepingMs)),
            VerifyOnRead = configuration.Get(StoreSettings.VerifyOnRead),
        };
        try
        {
            options.Validate();
            return options;
        }
        catch (ArgumentException contradiction)
        {
            throw RefusedException.Usage(contradiction.Message.TrimEnd('.'));
        }
    }

    private static string Required(EffectiveConfiguration configuration, Setting<string?> setting) =>
        configuration.Get(setting) ?? throw RefusedException.Usage($"{setting.Flag} {setting.Placeholder} is missing");
}
