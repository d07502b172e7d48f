using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

[Collection(StreamFixture.Name)]
public sealed class SubscriptionTests(StreamFixture fixture)
{
    private readonly string _inbox = Inbox.NewName();
    private readonly StreamId _stream = StreamId.Create("tests", Guid.NewGuid());

    private IListenerGrain Listener => fixture.Client.GetGrain<IListenerGrain>(_inbox);

    private IAsyncStream<string> ClientStream(string provider = StreamClusters.Log) =>
        fixture.Client.GetStreamProvider(provider).GetStream<string>(_stream);

    private async Task Produce(string provider, params string[] items)
    {
        foreach (var item in items)
        {
            await ClientStream(provider).OnNextAsync(item);
        }
    }

    [Theory]
    [InlineData(StreamClusters.Log)]
    [InlineData(StreamClusters.Forward)]
    public async Task A_grain_gets_the_events_of_a_stream_in_their_order(string provider)
    {
        await Listener.Subscribe(provider, _stream, null, null);
        await Produce(provider, "a", "b", "c");
        await Inbox.Of(_inbox).Expect("a", "b", "c");
    }

    [Fact]
    public async Task A_client_gets_the_events_of_a_stream_in_their_order()
    {
        await ClientStream().SubscribeAsync((IAsyncObserver<string>)new InboxObserver(_inbox));
        await Produce(StreamClusters.Log, "a", "b", "c");
        await Inbox.Of(_inbox).Expect("a", "b", "c");
    }

    [Fact]
    public async Task Code_of_a_silo_outside_of_grains_can_subscribe_and_produce()
    {
        var stream = fixture.Hosted.GetStreamProvider(StreamClusters.Log).GetStream<string>(_stream);
        await stream.SubscribeAsync((item, token) => new InboxObserver(_inbox).OnNextAsync(item, token));
        await stream.OnNextBatchAsync(["a", "b"]);
        await Inbox.Of(_inbox).Expect("a", "b");
    }

    [Fact]
    public async Task Several_producers_and_several_consumers_of_one_stream()
    {
        string[] inboxes = [Inbox.NewName(), Inbox.NewName(), Inbox.NewName()];
        foreach (var inbox in inboxes)
        {
            await fixture.Client.GetGrain<IListenerGrain>(inbox).Subscribe(StreamClusters.Log, _stream, null, null);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(producer => fixture.Client
            .GetGrain<IListenerGrain>(Inbox.NewName())
            .Produce(StreamClusters.Log, _stream, [.. Enumerable.Range(0, 25).Select(i => $"{producer}-{i:00}")])));
        foreach (var inbox in inboxes.Select(Inbox.Of))
        {
            await Clusters.Until.True(() => Task.FromResult(inbox.Received.Count >= 100), "all events are there");
            Assert.Equal(100, inbox.Items.Distinct().Count());
            foreach (var one in inbox.Items.GroupBy(item => item[0]))
            {
                Assert.Equal(one.Order(StringComparer.Ordinal), one);
            }
        }
    }

    [Fact]
    public async Task Streams_of_one_key_in_other_namespaces_and_providers_are_other_streams()
    {
        await Listener.Subscribe(StreamClusters.Log, _stream, null, null);
        var elsewhere = StreamId.Create("others", _stream.GetKeyAsString());
        await fixture.Client.GetStreamProvider(StreamClusters.Log).GetStream<string>(elsewhere).OnNextAsync("other namespace");
        await Produce(StreamClusters.Forward, "other provider");
        await Produce(StreamClusters.Log, "right");
        await Inbox.Of(_inbox).Expect("right");
    }

    [Fact]
    public async Task A_grain_that_was_deactivated_is_activated_by_the_next_event_and_resumes()
    {
        await Listener.ResumeAlways(StreamClusters.Log, _stream);
        await Listener.Subscribe(StreamClusters.Log, _stream, null, null);
        await Produce(StreamClusters.Log, "a");
        await Inbox.Of(_inbox).Expect("a");
        await Listener.End();
        await Produce(StreamClusters.Log, "b", "c");
        await Inbox.Of(_inbox).Expect("a", "b", "c");
    }

    [Fact]
    public async Task Each_subscription_of_a_grain_gets_each_event()
    {
        var first = await Listener.Subscribe(StreamClusters.Log, _stream, null, null);
        var second = await Listener.Subscribe(StreamClusters.Log, _stream, null, null);
        Assert.Equal([.. new[] { first, second }.Order()], (await Listener.Handles(StreamClusters.Log, _stream)).Order());
        await Produce(StreamClusters.Log, "a");
        await Inbox.Of(_inbox).Expect("a", "a");
        await Listener.Unsubscribe(StreamClusters.Log, _stream, first);
        await Produce(StreamClusters.Log, "b");
        await Inbox.Of(_inbox).Expect("a", "a", "b");
        Assert.Equal([second], await Listener.Handles(StreamClusters.Log, _stream));
    }

    [Fact]
    public async Task Who_has_unsubscribed_gets_nothing_more()
    {
        var witness = Inbox.NewName();
        await fixture.Client.GetGrain<IListenerGrain>(witness).Subscribe(StreamClusters.Log, _stream, null, null);
        var handle = await ClientStream().SubscribeAsync((IAsyncObserver<string>)new InboxObserver(_inbox));
        await Produce(StreamClusters.Log, "a");
        await Inbox.Of(_inbox).Expect("a");
        await handle.UnsubscribeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(handle.UnsubscribeAsync);
        Assert.Empty(await ClientStream().GetAllSubscriptionHandles());
        await Produce(StreamClusters.Log, "b");
        await Inbox.Of(witness).Expect("a", "b");
        await Inbox.Of(_inbox).Expect("a");
    }

    [Fact]
    public async Task A_resumed_handle_takes_the_place_of_the_one_before()
    {
        var handle = await ClientStream().SubscribeAsync((IAsyncObserver<string>)new InboxObserver(Inbox.NewName()));
        var resumed = await handle.ResumeAsync((IAsyncObserver<string>)new InboxObserver(_inbox));
        Assert.Equal(handle.HandleId, resumed.HandleId);
        await Assert.ThrowsAsync<InvalidOperationException>(() => handle.ResumeAsync((IAsyncObserver<string>)new InboxObserver(_inbox)));
        await Produce(StreamClusters.Log, "a");
        await Inbox.Of(_inbox).Expect("a");
        await resumed.UnsubscribeAsync();
    }

    [Fact]
    public async Task A_grain_class_subscribes_by_its_attribute()
    {
        foreach (var name in new[] { ImplicitGrain.Namespace, "implied-7" })
        {
            var inbox = Inbox.NewName();
            var stream = StreamId.Create(name, inbox);
            await fixture.Client.GetStreamProvider(StreamClusters.Log).GetStream<string>(stream).OnNextAsync("a");
            await Inbox.Of(inbox).Expect("a");
            var grain = fixture.Client.GetGrain<IImplicitGrain>(inbox);
            Assert.Equal(1, await grain.Handles(StreamClusters.Log, stream));
            await grain.End();
            await fixture.Client.GetStreamProvider(StreamClusters.Log).GetStream<string>(stream).OnNextAsync("b");
            await Inbox.Of(inbox).Expect("a", "b");
        }
    }

    [Fact]
    public async Task A_batch_observer_gets_the_events_of_a_batch_at_once()
    {
        await Listener.SubscribeBatches(StreamClusters.Log, _stream);
        await ClientStream().OnNextBatchAsync(["a", "b", "c"]);
        await Inbox.Of(_inbox).Expect("a", "b", "c");
        Assert.Equal([3], Inbox.Of(_inbox).Batches);
    }

    [Fact]
    public async Task Several_batches_come_in_one_call_if_the_provider_is_told_so()
    {
        await Listener.SubscribeBatches(StreamClusters.Batched, _stream);
        string[] items = [.. Enumerable.Range(0, 40).Select(i => $"{i:00}")];
        await Produce(StreamClusters.Batched, items);
        await Inbox.Of(_inbox).Expect(items);
        Assert.All(Inbox.Of(_inbox).Batches, count => Assert.InRange(count, 1, 10));
    }

    [Fact]
    public async Task The_request_context_of_the_producer_comes_with_the_event()
    {
        await Listener.Subscribe(StreamClusters.Log, _stream, null, null);
        RequestContext.Set("who", "producer");
        await Produce(StreamClusters.Log, "a");
        RequestContext.Clear();
        await Produce(StreamClusters.Log, "b");
        await Inbox.Of(_inbox).Expect("a", "b");
        Assert.Equal(["producer", null], Inbox.Of(_inbox).Received.Select(each => each.Who));
    }

    [Fact]
    public async Task A_filter_holds_back_what_a_subscriber_does_not_want()
    {
        await Listener.Subscribe(StreamClusters.Filtered, _stream, null, "x");
        await Produce(StreamClusters.Filtered, "a1", "x1", "a2", "a3", "x2");
        await Inbox.Of(_inbox).Expect("x1", "x2");
    }

    [Fact]
    public async Task A_stream_has_one_type_of_events_for_whoever_uses_it()
    {
        _ = ClientStream();
        Assert.Throws<OrleansException>(() => fixture.Client.GetStreamProvider(StreamClusters.Log).GetStream<int>(_stream));
        await Assert.ThrowsAnyAsync<SystemException>(() => ClientStream().OnErrorAsync(new InvalidOperationException()));
        Assert.Throws<KeyNotFoundException>(() => fixture.Client.GetStreamProvider("none"));
    }

    [Fact]
    public async Task Streams_that_cannot_go_back_take_no_token()
    {
        Assert.False(ClientStream(StreamClusters.Forward).IsRewindable);
        await Assert.ThrowsAsync<ArgumentException>(() => ClientStream(StreamClusters.Forward).SubscribeAsync(
            (IAsyncObserver<string>)new InboxObserver(_inbox), new EventSequenceTokenV2(0)));
    }
}
