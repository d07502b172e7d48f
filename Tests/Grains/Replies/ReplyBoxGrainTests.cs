using OrleansRocket.Replies;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Replies;

public sealed class ReplyBoxGrainTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_reply_is_taken_when_its_requester_says_so_and_handed_out_again_until_then()
    {
        await using var cluster = await RocketCluster.Start();
        var box = cluster.Orleans.Client.GetGrain<IReplyBoxGrain>("requester");
        var waiting = box.Wait([], Long, CancellationToken.None);
        var first = box.Put(Reply("1", 42), Long);
        Assert.Equal((byte)42, (await waiting).Single().Body.Span[0]);
        var second = box.Put(Reply("2", 43), Long);
        Assert.Equal(["1", "2"], await WaitFor(box, 2));
        Assert.False(first.IsCompleted);
        Assert.Equal(["2"], (await box.Wait([new ReplyReceipt("1", WasWanted: true), new ReplyReceipt("unknown", WasWanted: true)], TimeSpan.Zero, CancellationToken.None)).Select(reply => reply.CorrelationId));
        Assert.Equal(ReplyOutcome.Taken, await first);
        Assert.Empty(await box.Wait([new ReplyReceipt("2", WasWanted: false)], TimeSpan.Zero, CancellationToken.None));
        Assert.Equal(ReplyOutcome.NotWanted, await second);
    }

    [Fact]
    public async Task A_reply_that_nobody_asks_for_goes_back_to_its_sender()
    {
        await using var cluster = await RocketCluster.Start();
        var box = cluster.Orleans.Client.GetGrain<IReplyBoxGrain>("requester");
        Assert.Equal(ReplyOutcome.NotAskedFor, await box.Put(Reply("1"), TimeSpan.FromMilliseconds(50)));
        Assert.Equal(ReplyOutcome.NotAskedFor, await box.Put(Reply("1"), TimeSpan.FromSeconds(-1)));
        Assert.Empty(await box.Wait([], TimeSpan.FromMilliseconds(50), CancellationToken.None));
    }

    [Fact]
    public async Task Of_two_replies_to_one_request_the_newer_waits()
    {
        await using var cluster = await RocketCluster.Start();
        var box = cluster.Orleans.Client.GetGrain<IReplyBoxGrain>("requester");
        var older = box.Put(Reply("1", 1), Long);
        await WaitFor(box, 1);
        var newer = box.Put(Reply("1", 2), Long);
        Assert.Equal(ReplyOutcome.NotWanted, await older);
        Assert.Equal((byte)2, (await box.Wait([], Long, CancellationToken.None)).Single().Body.Span[0]);
        await box.Wait([new ReplyReceipt("1", WasWanted: true)], TimeSpan.Zero, CancellationToken.None);
        Assert.Equal(ReplyOutcome.Taken, await newer);
    }

    [Fact]
    public async Task Large_replies_come_a_few_at_a_time()
    {
        await using var cluster = await RocketCluster.Start();
        var box = cluster.Orleans.Client.GetGrain<IReplyBoxGrain>("requester");
        var puts = new List<Task<ReplyOutcome>>();
        for (var index = 0; index < 6; index++)
        {
            puts.Add(box.Put(new Reply($"{index}", new byte[600 * 1024], []), Long));
            await WaitFor(box, Math.Min(index + 1, 2));
        }

        var got = new List<string>();
        while (got.Count < puts.Count)
        {
            var replies = await box.Wait([.. got.TakeLast(2).Select(id => new ReplyReceipt(id, WasWanted: true))], Long, CancellationToken.None);
            Assert.Equal(2, replies.Count);
            got.AddRange(replies.Select(reply => reply.CorrelationId));
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5"], got);
        await box.Wait([.. got.TakeLast(2).Select(id => new ReplyReceipt(id, WasWanted: true))], TimeSpan.Zero, CancellationToken.None);
        Assert.All(await Task.WhenAll(puts), outcome => Assert.Equal(ReplyOutcome.Taken, outcome));
    }

    [Fact]
    public async Task A_requester_that_stops_asking_ends_its_wait()
    {
        await using var cluster = await RocketCluster.Start();
        var box = cluster.Orleans.Client.GetGrain<IReplyBoxGrain>("requester");
        using var stopping = new CancellationTokenSource();
        var waiting = box.Wait([], Long, stopping.Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static async Task<IReadOnlyList<string>> WaitFor(IReplyBoxGrain box, int count)
    {
        IReadOnlyList<string> ids = [];
        await Until.True(async () => (ids = [.. (await box.Wait([], TimeSpan.Zero, CancellationToken.None)).Select(reply => reply.CorrelationId)]).Count >= count, $"{count} replies wait");
        return ids;
    }

    private static Reply Reply(string id, byte content = 0) => new(id, new[] { content }, []);
}
