using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

[Collection(StreamFixture.Name)]
public sealed class FailureTests(StreamFixture fixture)
{
    private readonly string _inbox = Inbox.NewName();
    private readonly StreamId _stream = StreamId.Create("failures", Guid.NewGuid());

    private IListenerGrain Listener => fixture.Client.GetGrain<IListenerGrain>(_inbox);

    [Fact]
    public async Task An_event_that_was_refused_is_delivered_again_and_nothing_overtakes_it()
    {
        Inbox.Of(_inbox).Refuse("b", 3);
        await Listener.Subscribe(StreamClusters.Log, _stream, null, null);
        await Listener.Produce(StreamClusters.Log, _stream, "a", "b", "c");
        await Inbox.Of(_inbox).Expect("a", "b", "c");
        Assert.Empty(Inbox.Of(_inbox).Errors);
    }

    [Fact]
    public async Task An_event_that_is_refused_for_too_long_is_reported_and_skipped()
    {
        Inbox.Of(_inbox).Refuse("b", int.MaxValue);
        var subscription = await Listener.Subscribe(StreamClusters.Log, _stream, null, null);
        await Listener.Produce(StreamClusters.Log, _stream, "a", "b", "c");
        await Inbox.Of(_inbox).Expect("a", "c");
        Assert.IsType<StreamEventDeliveryFailureException>(Assert.Single(Inbox.Of(_inbox).Errors));
        var failure = Assert.Single(fixture.LogOf(StreamClusters.Log).Failures, each => each.Stream == _stream);
        Assert.Equal(subscription, failure.Subscription);
    }

    [Fact]
    public async Task A_subscription_is_faulted_if_the_adapter_says_so()
    {
        Inbox.Of(_inbox).Refuse("b", int.MaxValue);
        await Listener.Subscribe(StreamClusters.Strict, _stream, null, null);
        await Listener.Produce(StreamClusters.Strict, _stream, "a", "b", "c");
        await Clusters.Until.True(
            () => Task.FromResult(Inbox.Of(_inbox).Errors.OfType<FaultedSubscriptionException>().Any()), "the subscription is faulted");
        var next = fixture.Client.GetGrain<IListenerGrain>(Inbox.NewName());
        await next.Subscribe(StreamClusters.Strict, _stream, null, null);
        await Clusters.Until.True(
            async () =>
            {
                await next.Produce(StreamClusters.Strict, _stream, "d");
                return Inbox.Of(next.GetPrimaryKeyString()).Items.Contains("d");
            },
            "another subscription gets an event");
        Assert.Equal(["a"], Inbox.Of(_inbox).Items);
    }

    [Fact]
    public async Task One_slow_or_failing_subscriber_does_not_hold_up_another()
    {
        Inbox.Of(_inbox).Refuse("a", 3);
        await Listener.Subscribe(StreamClusters.Log, _stream, null, null);
        var other = fixture.Client.GetGrain<IListenerGrain>(Inbox.NewName());
        await other.Subscribe(StreamClusters.Log, _stream, null, null);
        await other.Produce(StreamClusters.Log, _stream, "a", "b");
        await Inbox.Of(other.GetPrimaryKeyString()).Expect("a", "b");
        await Inbox.Of(_inbox).Expect("a", "b");
    }
}
