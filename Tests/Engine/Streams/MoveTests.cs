using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using Orleans.TestingHost;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Queues that go from silo to silo. Each event comes at least once, and those of a stream in their order.</summary>
public sealed class MoveTests
{
    private const string Provider = StreamClusters.Log;
    private const int Queues = 16;

    private readonly string[] _inboxes = [.. Enumerable.Range(0, 6).Select(_ => Inbox.NewName())];
    private int _produced;

    private static async Task<InProcessTestCluster> Deploy(short silos)
    {
        var cluster = StreamClusters.Build(silos, Queues, Provider);
        await cluster.DeployAsync();
        return cluster;
    }

    private static EventLog LogOf(InProcessTestCluster cluster) => EventLog.Of(cluster.Options.ClusterId, Provider);

    /// <summary>Waits until each queue is read by one of these silos and each of them reads some.</summary>
    private static Task UntilReadBy(InProcessTestCluster cluster, params string[] silos) => Clusters.Until.True(
        () =>
        {
            var readers = LogOf(cluster).Readers.Where(each => silos.Contains(each.Silo)).ToList();
            return Task.FromResult(readers.Count == Queues
                && readers.Select(each => each.Queue).Distinct().Count() == Queues
                && silos.All(silo => readers.Exists(each => each.Silo == silo)));
        },
        $"all queues are read by {string.Join(',', silos)}");

    private static StreamId StreamOf(string inbox) => StreamId.Create("moves", inbox);

    private async Task Subscribe(InProcessTestCluster cluster)
    {
        foreach (var inbox in _inboxes)
        {
            var grain = cluster.Client.GetGrain<IListenerGrain>(inbox);
            await grain.ResumeAlways(Provider, StreamOf(inbox));
            await grain.Subscribe(Provider, StreamOf(inbox), null, null);
        }
    }

    private async Task Produce(InProcessTestCluster cluster, int count)
    {
        for (var end = _produced + count; _produced < end; _produced++)
        {
            foreach (var inbox in _inboxes)
            {
                await cluster.Client.GetStreamProvider(Provider).GetStream<string>(StreamOf(inbox)).OnNextAsync($"{_produced:000}");
            }
        }
    }

    private async Task ExpectAll()
    {
        foreach (var inbox in _inboxes.Select(Inbox.Of))
        {
            await inbox.UntilHas($"{_produced - 1:000}");
            Assert.Equal(Enumerable.Range(0, _produced).Select(i => $"{i:000}"), inbox.Items.Distinct());
        }
    }

    [Fact]
    public async Task A_silo_that_stops_hands_its_queues_over()
    {
        await using var cluster = await Deploy(2);
        await UntilReadBy(cluster, "Silo_0", "Silo_1");
        await Subscribe(cluster);
        await Produce(cluster, 10);
        await ExpectAll();
        await cluster.StopSiloAsync(cluster.Silos[1]);
        await UntilReadBy(cluster, "Silo_0");
        await Produce(cluster, 10);
        await ExpectAll();
        Assert.NotEmpty(LogOf(cluster).Progress);
    }

    [Fact]
    public async Task The_queues_of_a_silo_that_is_killed_are_read_by_another()
    {
        await using var cluster = await Deploy(2);
        await UntilReadBy(cluster, "Silo_0", "Silo_1");
        await Subscribe(cluster);
        await Produce(cluster, 10);
        await ExpectAll();
        await cluster.KillSiloAsync(cluster.Silos[1]);
        await Produce(cluster, 10);
        await UntilReadBy(cluster, "Silo_0");
        await ExpectAll();
    }

    [Fact]
    public async Task A_silo_that_joins_takes_its_part()
    {
        await using var cluster = await Deploy(1);
        await UntilReadBy(cluster, "Silo_0");
        await Subscribe(cluster);
        await Produce(cluster, 10);
        await cluster.StartAdditionalSiloAsync();
        await Produce(cluster, 10);
        await UntilReadBy(cluster, "Silo_0", "Silo_1");
        await Produce(cluster, 10);
        await ExpectAll();
    }

    [Fact]
    public async Task Subscriptions_outlive_the_restart_of_each_silo()
    {
        await using var cluster = await Deploy(2);
        await Subscribe(cluster);
        await Produce(cluster, 5);
        await ExpectAll();
        foreach (var silo in cluster.Silos.ToList())
        {
            await cluster.RestartSiloAsync(silo);
            await Produce(cluster, 5);
        }

        await ExpectAll();
    }

    [Fact]
    public async Task A_client_that_subscribes_gets_its_events_through_a_move()
    {
        await using var cluster = await Deploy(2);
        await UntilReadBy(cluster, "Silo_0", "Silo_1");
        foreach (var inbox in _inboxes)
        {
            await cluster.Client.GetStreamProvider(Provider).GetStream<string>(StreamOf(inbox))
                .SubscribeAsync((IAsyncObserver<string>)new InboxObserver(inbox));
        }

        await Produce(cluster, 10);
        await ExpectAll();
        await cluster.StopSiloAsync(cluster.Silos[1]);
        await Produce(cluster, 10);
        await ExpectAll();
    }

    [Fact]
    public async Task A_client_that_ends_holds_up_nobody_else()
    {
        await using var cluster = await Deploy(1);
        await Subscribe(cluster);
        foreach (var inbox in _inboxes)
        {
            await cluster.Client.GetStreamProvider(Provider).GetStream<string>(StreamOf(inbox))
                .SubscribeAsync((IAsyncObserver<string>)new InboxObserver(inbox + " at the client"));
        }

        await Produce(cluster, 3);
        await ExpectAll();
        await cluster.StopClusterClientAsync();
        var hosted = cluster.Silos[0].ServiceProvider.GetRequiredService<IClusterClient>().GetStreamProvider(Provider);
        foreach (var inbox in _inboxes)
        {
            await hosted.GetStream<string>(StreamOf(inbox)).OnNextBatchAsync(["003", "004"]);
        }

        _produced = 5;
        await ExpectAll();
    }
}
