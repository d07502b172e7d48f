using Microsoft.Extensions.Configuration;
using Orleans.Providers;
using OrleansRocket.Streams;

[assembly: RegisterProvider(RocketStreamProviderBuilder.ProviderType, "Streaming", "Silo", typeof(RocketStreamProviderBuilder))]
[assembly: RegisterProvider(RocketStreamProviderBuilder.ProviderType, "Streaming", "Client", typeof(RocketStreamProviderBuilder))]

namespace OrleansRocket.Streams;

/// <summary>Adds a provider that is only configured: <c>Orleans:Streaming:NAME:ProviderType</c> is <c>OrleansRocket</c>. The other keys there are those of
/// <see cref="RocketStreamOptions"/> that are plain values, and <c>StartFrom</c> (<c>First</c> or <c>Last</c>), <c>Replication</c>, <c>Replicas</c> and
/// <c>ClusterDirectory</c>; unknown ones are refused.</summary>
internal sealed class RocketStreamProviderBuilder : IProviderBuilder<ISiloBuilder>, IProviderBuilder<IClientBuilder>
{
    /// <summary>The name of this kind of provider.</summary>
    public const string ProviderType = "OrleansRocket";

    /// <inheritdoc/>
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddRocketStreams(name!, (SiloRocketStreamConfigurator streams) => Apply(streams, configurationSection));

    /// <inheritdoc/>
    public void Configure(IClientBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddRocketStreams(name!, (ClusterClientRocketStreamConfigurator streams) => Apply(streams, configurationSection));

    private static void Apply(IRocketStreamConfigurator streams, IConfigurationSection section)
    {
        if (section["ClusterDirectory"] is { Length: > 0 } directory)
            streams.UseBrokers(directory);
        streams.ConfigureRocket((RocketStreamOptions options) =>
        {
            foreach (var entry in section.GetChildren())
                Apply(options, entry);
        });
    }

    private static void Apply(RocketStreamOptions options, IConfigurationSection entry)
    {
        switch (entry.Key)
        {
            case "ProviderType" or "ClusterDirectory":
                break;
            case nameof(options.Topic):
                options.Topic = entry.Value;
                break;
            case nameof(options.ConsumerGroup):
                options.ConsumerGroup = entry.Value;
                break;
            case nameof(options.Tags):
                options.Tags = entry.Value;
                break;
            case nameof(options.Partitions):
                options.Partitions = entry.Get<int>();
                break;
            case nameof(options.CacheMessages):
                options.CacheMessages = entry.Get<int>();
                break;
            case nameof(options.CacheBytes):
                options.CacheBytes = entry.Get<long>();
                break;
            case nameof(options.ReadBytes):
                options.ReadBytes = entry.Get<int>();
                break;
            case nameof(options.SlowStreamPatience):
                options.SlowStreamPatience = entry.Get<TimeSpan>();
                break;
            case nameof(options.CommitInterval):
                options.CommitInterval = entry.Get<TimeSpan>();
                break;
            case nameof(options.DeliveryFailure):
                options.DeliveryFailure = entry.Get<DeliveryFailurePolicy>();
                break;
            case nameof(options.StartFrom):
                options.StartFrom = StartOf(entry);
                break;
            case nameof(TopicConfig.Replication):
                ChangeTopic(options, topic => topic with { Replication = entry.Get<ReplicationMode>() });
                break;
            case nameof(TopicConfig.Replicas):
                ChangeTopic(options, topic => topic with { Replicas = entry.Get<int>() });
                break;
            default:
                throw new RocketException(RocketError.Configuration, $"{entry.Path} is no option of stream providers of the type {ProviderType}");
        }
    }

    private static void ChangeTopic(RocketStreamOptions options, Func<TopicConfig, TopicConfig> change)
    {
        var before = options.ConfigureTopic;
        options.ConfigureTopic = topic => change(before(topic));
    }

    private static StartPosition StartOf(IConfigurationSection entry) => entry.Value switch
    {
        "First" => StartPosition.First,
        "Last" => StartPosition.Last,
        _ => throw new RocketException(RocketError.Configuration, $"{entry.Path} is '{entry.Value}'; it must be First or Last"),
    };
}
