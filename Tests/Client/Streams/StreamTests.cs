using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
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
        var stream = streams.Stream(StreamCluster.Space, "1");
        await streams.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
        await stream.OnNextAsync("one");
        await stream.OnNextBatchAsync(["two", "three", "four"]);
        await stream.OnNextAsync("five");
        Assert.Equal(["one", "two", "three", "four", "five"], await streams.Received("a", 5));
        var tokens = streams.Sink.Received.Select(one => one.Token!).ToList();
        var messages = tokens.Select(token => token.SequenceNumber).Distinct().Order().ToList();
        Assert.Equal([(0, 0), (1, 0), (1, 1), (1, 2), (2, 0)], tokens.Select(token => (messages.IndexOf(token.SequenceNumber), token.EventIndex)));
    }

    [Fact]
    public async Task Every_subscription_gets_every_event_and_none_after_it_has_ended()
    {
        await using var streams = await StreamCluster.Start();
        var stream = streams.Stream(StreamCluster.Space, "1");
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
        var stream = streams.Stream(StreamCluster.Space, "client");
        var handle = await stream.SubscribeAsync((text, token) => streams.Sink.Take(new Sink.Reception("client", text, token)));
        await stream.OnNextAsync("one");
        await stream.OnNextAsync("two");
        Assert.Equal(["one", "two"], await streams.Sink.Wait("client", 2));
        await handle.UnsubscribeAsync();
    }

    [Fact]
    public async Task A_grain_class_that_names_a_namespace_gets_batches_with_the_producers_request_context()
    {
        await using var streams = await StreamCluster.Start();
        var key = Guid.NewGuid().ToString("n");
        var stream = streams.Stream(ImplicitGrain.Namespace, key);
        RequestContext.Set("colour", " red");
        await stream.OnNextBatchAsync(["one", "two"]);
        RequestContext.Clear();
        await stream.OnNextAsync("three");
        Assert.Equal(["one red", "two red", "three"], await Sink.Of(key).Wait("implicit", 3));
    }

    [Fact]
    public async Task Events_of_many_streams_and_producers_all_come_each_stream_in_its_order()
    {
        await using var streams = await StreamCluster.Start(silos: 3);
        const int Streams = 20;
        const int Each = 50;
        for (var number = 0; number < Streams; number++)
            await streams.Listener($"{number}").Subscribe(StreamCluster.Provider, StreamId.Create(StreamCluster.Space, $"{number}"), null);
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(async number =>
        {
            var stream = streams.Stream(StreamCluster.Space, $"{number}");
            for (var text = 0; text < Each; text++)
                await stream.OnNextAsync($"{text}");
        }));
        for (var number = 0; number < Streams; number++)
            Assert.Equal(Enumerable.Range(0, Each).Select(text => $"{text}"), await streams.Received($"{number}", Each));
        await Until.True(async () => await streams.Behind() == 0, "the checkpoints are at the end");
    }

    [Fact]
    public async Task A_silo_that_is_killed_loses_nothing()
    {
        // It takes longer to notice the silo's death than the other tests try to deliver.
        await using var streams = await StreamCluster.Start(silos: 3, streams: Patient);
        const int Streams = 12;
        const int Each = 60;
        for (var number = 0; number < Streams; number++)
            await streams.Listener($"{number}").Subscribe(StreamCluster.Provider, StreamId.Create(StreamCluster.Space, $"{number}"), null);
        var producing = Task.WhenAll(Enumerable.Range(0, Streams).Select(async number =>
        {
            var stream = streams.Stream(StreamCluster.Space, $"{number}");
            for (var text = 0; text < Each; text++)
            {
                await stream.OnNextAsync($"{text}");
                await Task.Delay(10);
            }
        }));
        await streams.Received("0", 5);
        await streams.Cluster.Orleans.KillSiloAsync(streams.Cluster.Orleans.Silos[^1]);
        await producing;
        for (var number = 0; number < Streams; number++)
        {
            // What was on its way may come twice, and so again out of its place; nothing is left out.
            var name = $"{number}";
            await Until.True(
                () => Task.FromResult(streams.Sink.Texts(streams.Name(name)).Distinct().Count() == Each),
                () => $"stream {name} has all (it has {string.Join(", ", streams.Sink.Texts(streams.Name(name)))})");
            Assert.Equal(Enumerable.Range(0, Each).Select(text => $"{text}"), streams.Sink.Texts(streams.Name(name)).Distinct());
        }

        Assert.Empty(await streams.Cluster.Client.DeadLetters.ListAsync(StreamCluster.Group));
    }

    [Fact]
    public async Task An_ordinary_topic_is_a_provider_of_streams_too()
    {
        await using var streams = await StreamCluster.Start(options =>
        {
            options.Topic = "billing";
            options.Tags = "paid || refunded";
            options.DataAdapter = _ => new TopicStreamDataAdapter();
        });
        await streams.Listener("a").Subscribe(StreamCluster.Provider, StreamId.Create("billing", "customer-1"), null);
        await using var producer = streams.Cluster.Client.CreateProducer();
        foreach (var (text, tag) in ((string, string)[])[("one", "paid"), ("two", "cancelled"), ("three", "refunded")])
            await producer.SendAsync(new RocketMessage { Topic = "billing", Body = Encoding.UTF8.GetBytes(text), Tag = tag, MessageGroup = "customer-1" });
        Assert.Equal(["one", "three"], await streams.Received("a", 2));

        await using var consumer = await streams.Cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "others", Topic = "billing" });
        await streams.Cluster.Orleans.Client.GetStreamProvider(StreamCluster.Provider).GetStream<byte[]>(StreamId.Create("billing", "customer-2")).OnNextAsync([65, 66]);
        var texts = await RocketCluster.Receive(consumer, 4);
        Assert.Equal(["AB", "one", "three", "two"], texts.Order(StringComparer.Ordinal));
        var elsewhere = streams.Stream("other", "customer-2");
        Assert.Equal(RocketError.InvalidArgument, (await Assert.ThrowsAsync<RocketException>(() => elsewhere.OnNextAsync("x"))).Code);
    }

    [Fact]
    public async Task A_topic_with_another_number_of_queues_is_refused()
    {
        await using var streams = await StreamCluster.Start(options =>
        {
            options.Topic = "narrow";
            options.ConfigureTopic = topic => topic with { Queues = 3 };
        });
        var refused = await Assert.ThrowsAsync<RocketException>(() => streams.Stream(StreamCluster.Space, "1").OnNextAsync("one"));
        Assert.Equal(RocketError.Configuration, refused.Code);
        Assert.Contains("4 partitions, but topic 'narrow' has 3 queues", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_of_a_partition_are_collected()
    {
        var seen = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, all) =>
            {
                if (instrument.Meter.Name == "OrleansRocket.Streams")
                    all.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var (name, tag) in tags)
            {
                if (name == "provider" && tag is "measured")
                    seen.AddOrUpdate(instrument.Name, value, (_, before) => instrument is Counter<long> ? before + value : Math.Max(before, value));
            }
        });
        listener.Start();
        await using var streams = await StreamCluster.Start(provider: "measured");
        var stream = streams.Stream(StreamCluster.Space, "1");
        await streams.Listener("a").Subscribe("measured", stream.StreamId, null);
        streams.Sink.Handle = one => one.Text == "poison" ? throw new InvalidOperationException("poison") : Task.CompletedTask;
        await stream.OnNextBatchAsync(["one"]);
        await stream.OnNextBatchAsync(["poison"]);
        await Until.True(
            () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult(seen.GetValueOrDefault("rocket_stream_delivered") >= 2 && seen.GetValueOrDefault("rocket_stream_dead_lettered") == 1
                    && seen.GetValueOrDefault("rocket_stream_cursors") == 1 && seen.GetValueOrDefault("rocket_stream_cache_messages") == 2);
            },
            "all figures are there");
        Assert.Contains("rocket_stream_depth", seen.Keys);
        Assert.Contains("rocket_stream_oldest_age", seen.Keys);
    }

    [Fact]
    public async Task A_grain_that_left_memory_goes_on_where_it_was()
    {
        await using var streams = await StreamCluster.Start();
        var stream = streams.Stream(StreamCluster.Space, "1");
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
        var stream = streams.Stream(StreamCluster.Space, "1");
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

    [Theory]
    [InlineData(DeliveryFailurePolicy.DeadLetter)]
    [InlineData(DeliveryFailurePolicy.StopSubscription)]
    public async Task What_was_not_delivered_before_a_restart_comes_after_it(DeliveryFailurePolicy policy)
    {
        using var directory = new TestDirectory();
        void Configure(RocketStreamOptions options) => options.DeliveryFailure = policy;
        await using (var before = await StreamCluster.Start(Configure, directory: directory, name: directory.Path, streams: Patient))
        {
            var stream = before.Stream(StreamCluster.Space, "1");
            await before.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
            await stream.OnNextAsync("delivered");
            await before.Received("a", 1);
            await Until.True(async () => await before.Behind() == 0, "the first event is below the checkpoint");
            before.Sink.Handle = _ => throw new InvalidOperationException("not now");
            for (var number = 0; number < 10; number++)
                await stream.OnNextAsync($"{number}");
        }

        await using var after = await StreamCluster.Start(Configure, directory: directory, name: directory.Path, streams: Patient);
        after.Sink.Handle = _ => Task.CompletedTask;
        var received = await after.Received("a", 11);
        Assert.Equal(["delivered", .. Enumerable.Range(0, 10).Select(number => $"{number}")], received);
        Assert.Empty(await after.Cluster.Client.DeadLetters.ListAsync(StreamCluster.Group));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(1000)]
    public async Task A_resumption_with_a_token_leaves_nothing_out_be_it_in_the_middle_of_a_batch(int cacheMessages)
    {
        await using var streams = await StreamCluster.Start(options => options.CacheMessages = cacheMessages);
        var stream = streams.Stream(StreamCluster.Space, "1");
        var listener = streams.Listener("a");
        await listener.Subscribe(StreamCluster.Provider, stream.StreamId, null);
        await stream.OnNextBatchAsync(["x", "y", "z"]);
        for (var number = 0; number < 40; number++)
            await stream.OnNextAsync($"{number}");
        var all = await streams.Received("a", 43);
        streams.Sink.ResumeFrom = streams.Sink.Received.Single(one => one.Text == "y").Token;
        await listener.Leave();
        await stream.OnNextAsync("next");
        await Until.True(() => Task.FromResult(streams.Sink.Texts(streams.Name("a")).Contains("next")), "the new event has come");

        // Whether the token's own event comes again is Orleans' choice.
        var again = streams.Sink.Texts(streams.Name("a"))[43..];
        Assert.Equal([.. all[2..], "next"], again[0] == "y" ? again[1..] : again);
    }

    [Fact]
    public async Task A_new_subscriber_of_a_stream_in_which_nothing_happens_is_served_at_once()
    {
        using var directory = new TestDirectory();
        StreamSequenceToken token;
        await using (var before = await StreamCluster.Start(directory: directory, name: directory.Path))
        {
            var stream = before.Stream(StreamCluster.Space, "quiet");
            await before.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
            foreach (var text in (string[])["one", "two", "three"])
                await stream.OnNextAsync(text);
            await before.Received("a", 3);
            token = before.Sink.Received.Single(one => one.Text == "two").Token!;
        }

        await using var after = await StreamCluster.Start(directory: directory, name: directory.Path);
        await after.Listener("late").Subscribe(StreamCluster.Provider, StreamId.Create(StreamCluster.Space, "quiet"), token);
        Assert.Equal(["two", "three"], await after.Received("late", 2));
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
        var slow = streams.Stream(StreamCluster.Space, "slow");
        var quick = streams.Stream(StreamCluster.Space, "quick");
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
        Assert.True(await streams.Behind() >= 200, "the checkpoint has passed events that were not handled");
        gate.SetResult();
        Assert.Equal(expected, await streams.Received("slow", 200));
        await Until.True(async () => await streams.Behind() == 0, "the checkpoint is at the end");
    }

    [Fact]
    public async Task An_event_that_cannot_be_handled_is_a_dead_letter_and_the_next_ones_come()
    {
        await using var streams = await StreamCluster.Start();
        var stream = streams.Stream(StreamCluster.Space, "1");
        await streams.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
        streams.Sink.Handle = one => one.Text == "poison" ? throw new InvalidOperationException("poison") : Task.CompletedTask;
        await stream.OnNextAsync("one");
        await stream.OnNextAsync("poison");
        await stream.OnNextAsync("two");
        Assert.Equal(["one", "two"], await streams.Received("a", 2));
        var letter = Assert.Single(await streams.DeadLetters());
        Assert.Equal("poison", streams.Cluster.Orleans.Client.ServiceProvider.GetRequiredService<Orleans.Serialization.Serializer>().Deserialize<object>(letter.Body));
        Assert.Matches("^events/[0-3]@[0-9]+$", letter.DeadLetterOrigin);
        Assert.Contains("subscription", letter.DeadLetterReason, StringComparison.Ordinal);
        Assert.NotEmpty(streams.Sink.Errors);

        streams.Sink.Handle = _ => Task.CompletedTask;
        Assert.Equal(1, await streams.Cluster.Client.DeadLetters.ResendAllAsync(StreamCluster.Group));
        Assert.Equal(["one", "two", "poison"], await streams.Received("a", 3));
    }

    [Fact]
    public async Task A_subscription_ends_when_the_policy_says_so()
    {
        await using var streams = await StreamCluster.Start(options => options.DeliveryFailure = DeliveryFailurePolicy.StopSubscription);
        var stream = streams.Stream(StreamCluster.Space, "1");
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
        var stream = streams.Stream(StreamCluster.Space, "1");
        await streams.Listener("a").Subscribe(StreamCluster.Provider, stream.StreamId, null);
        await stream.OnNextAsync("one");
        await stream.OnNextAsync("two");
        await streams.Received("a", 2);
        await Until.True(async () => await streams.Behind() == 0, "the checkpoint is at the end");
        await streams.Cluster.Client.Groups.ResetOffsetsAsync(StreamCluster.Group, StreamCluster.Provider, StartPosition.First, force: true);
        await stream.OnNextAsync("three");
        Assert.Equal(["one", "two"], (await streams.Received("a", 4)).Where(text => text != "three").Take(2));
        await Until.True(() => Task.FromResult(streams.Sink.Texts(streams.Name("a")).Count(text => text == "two") == 2), "the past has come again");
    }

    /// <summary>Delivery is tried for longer than a test takes.</summary>
    private static void Patient(SiloRocketStreamConfigurator streams) =>
        streams.ConfigurePullingAgent(agent => agent.Configure(options => options.MaxEventDeliveryTime = TimeSpan.FromMinutes(5)));
}
