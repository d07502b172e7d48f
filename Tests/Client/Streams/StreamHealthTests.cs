using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansRocket.Groups;
using OrleansRocket.Streams;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Streams;

public sealed class StreamHealthTests
{
    [Fact]
    public async Task A_silo_is_healthy_while_it_reads_its_partitions()
    {
        await using var streams = await StreamCluster.Start();
        var silo = Assert.Single(streams.Cluster.Orleans.Silos).ServiceProvider;
        var check = new RocketStreamHealthCheck(silo, StreamCluster.Provider);
        await Until.True(async () => await Check(check) is { Status: HealthStatus.Healthy, Data.Count: 4 }, "all partitions are read");
        Assert.Equal(Enumerable.Range(0, 4).Select(number => $"events/{number}"), (await Check(check)).Data.Keys.Order(StringComparer.Ordinal));

        // Somebody else claims a partition; the silo takes it back a second after it has noticed.
        var stream = streams.Stream(StreamCluster.Space, "1");
        await stream.OnNextAsync("one");
        var queue = (await streams.Cluster.Client.Topics.DescribeAsync(StreamCluster.Provider)).Single(one => one.CommittedOffset > 0).Name;
        var group = streams.Cluster.Orleans.Client.GetGrain<IConsumerGroupGrain>(StreamCluster.Group);
        HealthCheckResult result = default;
        await Until.True(
            async () =>
            {
                await group.Claim(queue, "a thief");
                await stream.OnNextAsync("two");
                result = await Check(check);
                return result.Status == HealthStatus.Unhealthy;
            },
            "the claim is known to be lost");
        Assert.Equal($"cannot read {queue}", result.Description);
        await Until.True(async () => (await Check(check)).Status == HealthStatus.Healthy, "the partition is read again");
    }

    [Fact]
    public void A_provider_that_is_not_there_is_an_error()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        Assert.Throws<InvalidOperationException>(() => services.GetRocketStreamStatus("none"));
    }

    private static Task<HealthCheckResult> Check(RocketStreamHealthCheck check) =>
        check.CheckHealthAsync(new HealthCheckContext { Registration = new HealthCheckRegistration("streams", check, HealthStatus.Unhealthy, []) }, CancellationToken.None);
}
