using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

[Collection(StreamFixture.Name)]
public sealed class RewindTests(StreamFixture fixture)
{
    private readonly string _inbox = Inbox.NewName();
    private readonly string _witness = Inbox.NewName();
    private readonly StreamId _stream = StreamId.Create("rewinds", Guid.NewGuid());

    private IListenerGrain Listener => fixture.Client.GetGrain<IListenerGrain>(_inbox);

    private IListenerGrain Witness => fixture.Client.GetGrain<IListenerGrain>(_witness);

    private async Task Produce(params string[] items)
    {
        foreach (var item in items)
        {
            await fixture.Client.GetStreamProvider(StreamClusters.Log).GetStream<string>(_stream).OnNextAsync(item);
        }
    }

    /// <summary>Lets a witness get events; gives their positions.</summary>
    private async Task<long[]> Positions(params string[] items)
    {
        await Witness.Subscribe(StreamClusters.Log, _stream, null, null);
        await Produce(items);
        await Inbox.Of(_witness).Expect(items);
        return [.. Inbox.Of(_witness).Received.Select(each => each.Position)];
    }

    [Fact]
    public async Task A_subscription_from_a_token_begins_with_that_event()
    {
        var positions = await Positions("a", "b", "c");
        await Listener.Subscribe(StreamClusters.Log, _stream, positions[1], null);
        await Inbox.Of(_inbox).Expect("b", "c");
        await Produce("d");
        await Inbox.Of(_inbox).Expect("b", "c", "d");
    }

    [Fact]
    public async Task A_subscription_without_a_token_begins_with_what_comes_from_now_on()
    {
        await Positions("a", "b");
        await Listener.Subscribe(StreamClusters.Log, _stream, null, null);

        // The agent attaches it in its own time, with the newest event that it has read as the beginning.
        await Clusters.Until.True(
            async () =>
            {
                await Produce("more");
                return Inbox.Of(_inbox).Items.Any();
            },
            "an event is there");
        Assert.DoesNotContain("a", Inbox.Of(_inbox).Items);
    }

    [Fact]
    public async Task A_resumption_with_a_token_goes_on_with_that_event()
    {
        var positions = await Positions("a", "b", "c");
        await Witness.Resume(StreamClusters.Log, _stream, positions[0]);
        await Produce("d");
        await Inbox.Of(_witness).Expect("a", "b", "c", "a", "b", "c", "d");
    }

    [Fact]
    public async Task A_quiet_stream_gets_new_subscribers_with_its_next_event()
    {
        var positions = await Positions("a", "b");
        var handle = Assert.Single(await Witness.Handles(StreamClusters.Log, _stream));

        // With its last subscriber the agent forgets the stream.
        await Witness.Unsubscribe(StreamClusters.Log, _stream, handle);
        await Listener.Subscribe(StreamClusters.Log, _stream, positions[0], null);
        var other = StreamId.Create("rewinds", Inbox.NewName());
        var otherListener = fixture.Client.GetGrain<IListenerGrain>(Inbox.NewName());
        await otherListener.Subscribe(StreamClusters.Log, other, null, null);
        await otherListener.Produce(StreamClusters.Log, other, "x");
        await Inbox.Of(otherListener.GetPrimaryKeyString()).Expect("x");
        Assert.Empty(Inbox.Of(_inbox).Items);
        await Produce("c");
        await Inbox.Of(_inbox).Expect("a", "b", "c");
    }

    [Fact]
    public async Task A_token_older_than_the_log_is_reported_and_the_subscription_goes_on()
    {
        var positions = await Positions("a", "b", "c");
        fixture.LogOf(StreamClusters.Log).Oldest = positions[1];
        try
        {
            await Listener.Subscribe(StreamClusters.Log, _stream, positions[0], null);
            await Clusters.Until.True(() => Task.FromResult(!Inbox.Of(_inbox).Errors.IsEmpty), "the error is there");
            Assert.IsType<QueueCacheMissException>(Inbox.Of(_inbox).Errors.First());
        }
        finally
        {
            fixture.LogOf(StreamClusters.Log).Oldest = 0;
        }
    }

    [Fact]
    public void Tokens_are_in_the_order_of_batch_and_event()
    {
        StreamSequenceToken[] tokens = [new EventSequenceTokenV2(1), new EventSequenceTokenV2(1, 1), new EventSequenceTokenV2(2)];
        Assert.True(tokens[0].Older(tokens[1]) && tokens[2].Newer(tokens[1]));
        Assert.Equal(tokens[1], ((EventSequenceTokenV2)tokens[0]).CreateSequenceTokenForEvent(1));
        Assert.Equal(0, tokens[0].CompareTo(new EventSequenceToken(1)));
        Assert.True(tokens[0].Equals(new EventSequenceToken(1)));
    }
}
