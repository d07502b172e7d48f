using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansRocket.Streams;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Streams;

public sealed class StreamConfigurationTests
{
    [Fact]
    public async Task A_configuration_alone_adds_a_provider()
    {
        await using var brokers = await RocketCluster.Start(configureHost: host => host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orleans:Streaming:shop:ProviderType"] = "OrleansRocket",
            ["Orleans:Streaming:shop:Topic"] = "shop-events",
            ["Orleans:Streaming:shop:Partitions"] = "2",
            ["Orleans:Streaming:shop:CommitInterval"] = "00:00:00.050",
            ["Orleans:Streaming:shop:DeliveryFailure"] = "StopSubscription",
            ["Orleans:Streaming:shop:StartFrom"] = "Last",
        }));
        await Until.True(async () => (await brokers.Client.Topics.FindAsync("shop-events"))?.Queues.Count == 2, "the provider has made its topic");
        var options = brokers.Orleans.GetSiloServiceProvider().GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<RocketStreamOptions>>().Get("shop");
        Assert.Equal((DeliveryFailurePolicy.StopSubscription, StartPosition.Last, TimeSpan.FromMilliseconds(50)), (options.DeliveryFailure, options.StartFrom, options.CommitInterval));
    }

    [Theory]
    [InlineData("Partitions", "0", "Partitions is 0; it must be 1 to 1024")]
    [InlineData("CacheMessages", "5", "CacheMessages is 5; it must be 16 to 1000000")]
    [InlineData("CacheBytes", "1", "CacheBytes is 1; it must be 65536 to 1073741824")]
    [InlineData("ReadBytes", "1", "ReadBytes is 1; it must be 4096 to 16777216")]
    [InlineData("CommitInterval", "00:00:00.001", "CommitInterval is 00:00:00.0010000; it must be 10 ms to 1 h")]
    [InlineData("SlowStreamPatience", "02:00:00", "SlowStreamPatience is 02:00:00; it must be 0 to 1 h")]
    [InlineData("Topic", "a b", "topic name 'a b' has the character ' '")]
    [InlineData("StartFrom", "Middle", "it must be First or Last")]
    [InlineData("Partition", "4", "Orleans:Streaming:shop:Partition is no option")]
    public async Task What_makes_no_sense_is_refused_at_the_start(string option, string value, string expected)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => RocketCluster.Start(configureHost: host => host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orleans:Streaming:shop:ProviderType"] = "OrleansRocket",
            [$"Orleans:Streaming:shop:{option}"] = value,
        })));
        Assert.Contains(expected, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_is_named_after_the_application_and_the_provider() =>
        Assert.Equal("streams-my_shop-events_1", RocketStreamOptions.DefaultGroup("my shop", "events.1"));

    [Fact]
    public void The_defaults_are_those_that_are_documented()
    {
        var options = new RocketStreamOptions();
        Assert.Equal((8, 4096, 8L * 1024 * 1024, 1024 * 1024), (options.Partitions, options.CacheMessages, options.CacheBytes, options.ReadBytes));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), (options.SlowStreamPatience, options.CommitInterval));
        Assert.Equal((StartPosition.First, DeliveryFailurePolicy.DeadLetter), (options.StartFrom, options.DeliveryFailure));
    }
}
