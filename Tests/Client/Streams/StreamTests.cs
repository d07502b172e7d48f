using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;
using OrleansRocket.Streams;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Streams;

/// <summary>Streams whose brokers are the application's own silos.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task Events_come_to_a_grain_in_their_order_whoever_produced_them()
    {
        await using var streams = await StreamCluster.Start();
        var stream = streams.Stream("orders", "1");
        await streams.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
        await stream.OnNextAsync("one");
        await stream.OnNextBatchAsync(["two", "three", "four"]);
        await stream.OnNextAsync("five");
        Assert.Equal(["one", "two", "three", "four", "five"], await streams.Received("a", 5));
        var tokens = streams.Sink.Received.Select(one => one.Token!).ToList();
        Assert.Equal([(0, 0), (1, 0), (1, 1), (1, 2), (2, 0)], tokens.Select(token => ((int)token.SequenceNumber, token.EventIndex)));
    }

    [Fact]
    public async Task Every_subscription_gets_every_event_and_none_after_it_has_ended()
    {
        await using var streams = await StreamCluster.Start();
        var stream = streams.Stream("orders", "1");
        var a = streams.Listener("a");
        await a.Subscribe(StreamCluster.Provider, stream.StreamId, null);
        await a.Subscribe(StreamCluster.Provider, stream.StreamId, null);
        await streams.Listener("b").Subscribe(StreamCluster.Provider, stream.StreamId, null);
        await stream.OnNextAsync("one");
        Assert.Equal(["one", "one"], await streams.Received("a", 2));
        Assert.Equal(["one"], await streams.Received("b", 1));
        Assert.Equal(2, await a.Unsubscribe(StreamCluster.Provider, stream.StreamId));
        await stream.OnNextAsync("two");
        Assert.Equal(["one", "two"], await streams.Received("b", 2));
        Assert.Equal(["one", "one"], streams.Sink.Texts(streams.Name("a")));
    }

    [Fact]
    public async Task A_client_produces_and_subscribes_too()
    {
        await using var streams = await StreamCluster.Start();
        var stream = streams.Stream("orders", "client");
        var handle = await stream.SubscribeAsync((text, token) => streams.Sink.Take(new Sink.Reception("client", text, token)));
        await stream.OnNextAsync("one");
        await stream.OnNextAsync("two");
        Assert.Equal(["one", "two"], await streams.Sink.Wait("client", 2));
        await handle.UnsubscribeAsync();
    }

    [Fact]
    public async Task A_grain_that_left_memory_goes_on_where_it_was()
    {
        await using var streams = await StreamCluster.Start();
        var stream = streams.Stream("orders", "1");
        var listener = streams.Listener("a");
        await listener.Subscribe(StreamCluster.Provider, stream.StreamId, null);
        await stream.OnNextAsync("0");
        await streams.Received("a", 1);
        for (var round = 1; round <= 3; round++)
        {
            await listener.Leave();
            await stream.OnNextAsync($"{round}");
            await streams.Received("a", round + 1);
        }

        Assert.Equal(["0", "1", "2", "3"], streams.Sink.Texts(streams.Name("a")));
    }

    [Fact]
    public async Task A_subscription_begins_at_any_event_that_is_retained()
    {
        await using var streams = await StreamCluster.Start(options => options.CacheMessages = 16);
        var stream = streams.Stream("orders", "1");
        await streams.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
        for (var number = 0; number < 100; number++)
            await stream.OnNextBatchAsync([$"{number}a", $"{number}b"]);
        await streams.Received("a", 200);
        var all = streams.Sink.Texts(streams.Name("a"));
        var token = streams.Sink.Received.Single(one => one.Text == "40b").Token;

        await streams.Listener("from-token").Subscribe(StreamCluster.Provider, stream.StreamId, token);
        await streams.Listener("from-start").Subscribe(StreamCluster.Provider, stream.StreamId, new EventSequenceTokenV2(0));
        await streams.Listener("from-now").Subscribe(StreamCluster.Provider, stream.StreamId, null);
        Assert.Equal(all[81..], await streams.Received("from-token", 119));
        Assert.Equal(all, await streams.Received("from-start", 200));
        await stream.OnNextAsync("last");
        Assert.Equal(["last"], await streams.Received("from-now", 1));
        Assert.Equal([.. all, "last"], await streams.Received("from-start", 201));
        Assert.Equal([.. all[81..], "last"], await streams.Received("from-token", 120));
    }

    [Fact]
    public async Task What_was_not_delivered_before_a_restart_comes_after_it()
    {
        using var directory = new TestDirectory();
        await using (var before = await StreamCluster.Start(directory: directory, name: directory.Path, streams: Patient))
        {
            var stream = before.Stream("orders", "1");
            await before.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
            await stream.OnNextAsync("delivered");
            await before.Received("a", 1);
            before.Sink.Handle = _ => throw new InvalidOperationException("not now");
            for (var number = 0; number < 10; number++)
                await stream.OnNextAsync($"{number}");
        }

        await using var after = await StreamCluster.Start(directory: directory, name: directory.Path, streams: Patient);
        after.Sink.Handle = _ => Task.CompletedTask;
        var received = await after.Received("a", 11);
        Assert.Equal(["delivered", .. Enumerable.Range(0, 10).Select(number => $"{number}")], received);
    }

    [Fact]
    public async Task A_slow_subscriber_gets_everything_and_holds_up_nobody_for_long()
    {
        await using var streams = await StreamCluster.Start(options =>
        {
            options.Partitions = 1;
            options.CacheMessages = 16;
            options.SlowStreamPatience = TimeSpan.FromMilliseconds(100);
        });
        var gate = new TaskCompletionSource();
        var slow = streams.Stream("orders", "slow");
        var quick = streams.Stream("orders", "quick");
        await streams.Listener("slow").Subscribe(StreamCluster.Provider, slow.StreamId, null);
        await streams.Listener("quick").Subscribe(StreamCluster.Provider, quick.StreamId, null);
        streams.Sink.Handle = one => one.Subscriber.EndsWith("slow", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        for (var number = 0; number < 200; number++)
        {
            await slow.OnNextAsync($"{number}");
            await quick.OnNextAsync($"{number}");
        }

        var expected = Enumerable.Range(0, 200).Select(number => $"{number}").ToList();
        Assert.Equal(expected, await streams.Received("quick", 200));
        Assert.Empty(streams.Sink.Texts(streams.Name("slow")));
        Assert.Equal(0, await streams.Committed());
        gate.SetResult();
        Assert.Equal(expected, await streams.Received("slow", 200));
        await Until.True(async () => await streams.Committed() == 400, "the checkpoint is at the end");
    }

    [Fact]
    public async Task An_event_that_cannot_be_handled_is_a_dead_letter_and_the_next_ones_come()
    {
        await using var streams = await StreamCluster.Start();
        var stream = streams.Stream("orders", "1");
        await streams.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
        streams.Sink.Handle = one => one.Text == "poison" ? throw new InvalidOperationException("poison") : Task.CompletedTask;
        await stream.OnNextAsync("one");
        await stream.OnNextAsync("poison");
        await stream.OnNextAsync("two");
        Assert.Equal(["one", "two"], await streams.Received("a", 2));
        var letter = Assert.Single(await streams.DeadLetters());
        Assert.Equal("poison", streams.Cluster.Orleans.Client.ServiceProvider.GetRequiredService<Orleans.Serialization.Serializer>().Deserialize<object>(letter.Body));
        Assert.EndsWith("@1", letter.DeadLetterOrigin, StringComparison.Ordinal);
        Assert.Contains("subscription", letter.DeadLetterReason, StringComparison.Ordinal);
        Assert.NotEmpty(streams.Sink.Errors);
    }

    [Fact]
    public async Task A_subscription_ends_when_the_policy_says_so()
    {
        await using var streams = await StreamCluster.Start(options => options.DeliveryFailure = DeliveryFailurePolicy.StopSubscription);
        var stream = streams.Stream("orders", "1");
        var listener = streams.Listener("a");
        await listener.Subscribe(StreamCluster.Provider, stream.StreamId, null);
        streams.Sink.Handle = one => one.Text == "poison" ? throw new InvalidOperationException("poison") : Task.CompletedTask;
        await stream.OnNextAsync("one");
        await stream.OnNextAsync("poison");
        await stream.OnNextAsync("two");
        await Until.True(() => Task.FromResult(streams.Sink.Errors.Any(error => error is FaultedSubscriptionException)), "the subscription has ended");
        Assert.Single(await streams.DeadLetters());
        Assert.Equal(["one"], streams.Sink.Texts(streams.Name("a")));
    }

    [Fact]
    public async Task A_reset_of_the_group_lets_everybody_begin_again_there()
    {
        await using var streams = await StreamCluster.Start(options => options.Partitions = 1);
        var stream = streams.Stream("orders", "1");
        await streams.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
        await stream.OnNextAsync("one");
        await stream.OnNextAsync("two");
        await streams.Received("a", 2);
        await Until.True(async () => await streams.Committed() == 2, "the checkpoint is at the end");
        await streams.Cluster.Client.Groups.ResetOffsetsAsync(StreamCluster.Group, StreamCluster.Provider, StartPosition.First, force: true);
        await stream.OnNextAsync("three");
        Assert.Equal(["one", "two"], (await streams.Received("a", 4)).Where(text => text != "three").Take(2));
        await Until.True(() => Task.FromResult(streams.Sink.Texts(streams.Name("a")).Count(text => text == "two") == 2), "the past has come again");
    }

    /// <summary>Delivery is tried for longer than a test takes.</summary>
    private static void Patient(SiloRocketStreamConfigurator streams) =>
        streams.ConfigurePullingAgent(agent => agent.Configure(options => options.MaxEventDeliveryTime = TimeSpan.FromMinutes(5)));
}
