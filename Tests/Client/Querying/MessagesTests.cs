using System.Text;
using OrleansRocket.Log.Records;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Querying;

public sealed class MessagesTests
{
    [Fact]
    public async Task A_key_is_found_in_all_queues_the_newest_first_and_within_a_time()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic();
        var receipts = await Send(cluster, 40, number => [$"k{number % 4}", "all"]);

        var found = await cluster.Client.Messages.FindByKeyAsync("orders", "k2");
        Assert.Equal(receipts.Where((_, number) => number % 4 == 2).Select(receipt => receipt.MessageId).ToHashSet(), found.Select(message => message.MessageId).ToHashSet());
        Assert.Equal(found.OrderByDescending(message => message.StoredAt).Select(message => message.StoredAt), found.Select(message => message.StoredAt));
        Assert.All(found, message => Assert.Contains("k2", message.Keys));
        Assert.Equal(7, (await cluster.Client.Messages.FindByKeyAsync("orders", "all", max: 7)).Count);
        Assert.Empty(await cluster.Client.Messages.FindByKeyAsync("orders", "k9"));

        var first = receipts.Min(receipt => receipt.StoredAt);
        Assert.Equal(40, (await cluster.Client.Messages.FindByKeyAsync("orders", "all", from: first)).Count);
        Assert.Empty(await cluster.Client.Messages.FindByKeyAsync("orders", "all", to: first));
    }

    [Fact]
    public async Task More_messages_than_one_call_returns_are_found()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await Send(cluster, 2500, _ => ["hot"]);
        var found = await cluster.Client.Messages.FindByKeyAsync("orders", "hot", max: 2200);
        Assert.Equal(Enumerable.Range(300, 2200).Select(offset => (long)offset), found.Select(message => message.Offset).Order());
    }

    [Fact]
    public async Task A_message_is_found_by_its_id_and_by_its_offset_with_all_it_has()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic();
        await cluster.Send("orders", ["x", "y"]);
        await using var producer = cluster.Client.CreateProducer();
        var sent = new RocketMessage { Topic = "orders", Body = "grün"u8.ToArray(), Tag = "paid", Keys = ["a", "b"], Properties = [new("color", "green")] };
        var receipt = await producer.SendAsync(sent);

        foreach (var found in new[] { await cluster.Client.Messages.FindByIdAsync("orders", receipt.MessageId), await cluster.Client.Messages.GetAsync(receipt.Queue, receipt.Offset) })
        {
            Assert.NotNull(found);
            Assert.Equal((receipt.Queue, receipt.Offset, receipt.MessageId, receipt.StoredAt), (found.Queue, found.Offset, found.MessageId, found.StoredAt));
            Assert.Equal(("grün", "paid"), (Encoding.UTF8.GetString(found.Body.Span), found.Tag));
            Assert.Equal(sent.Keys, found.Keys);
            Assert.Equal(sent.Properties, found.Properties);
        }

        Assert.Null(await cluster.Client.Messages.FindByIdAsync("orders", new MessageId(1, 1)));
        Assert.Null(await cluster.Client.Messages.GetAsync(receipt.Queue, receipt.Offset + 100));
    }

    [Fact]
    public async Task Messages_of_a_time_are_found_in_all_queues_the_oldest_first()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic();
        await Send(cluster, 20, _ => []);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        var later = await Send(cluster, 20, _ => []);
        var (from, end) = (later.Min(receipt => receipt.StoredAt), later.Max(receipt => receipt.StoredAt).AddMilliseconds(1));

        var found = await cluster.Client.Messages.FindByTimeAsync("orders", from, end);
        Assert.Equal(later.Select(receipt => receipt.MessageId).ToHashSet(), found.Select(message => message.MessageId).ToHashSet());
        Assert.Equal(found.OrderBy(message => message.StoredAt).Select(message => message.StoredAt), found.Select(message => message.StoredAt));
        Assert.Equal(5, (await cluster.Client.Messages.FindByTimeAsync("orders", from, end, max: 5)).Count);
        Assert.Empty(await cluster.Client.Messages.FindByTimeAsync("orders", end, end.AddHours(1)));
    }

    [Fact]
    public async Task A_queue_is_read_from_an_offset_to_its_end()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", Enumerable.Range(0, 30).Select(number => $"m{number}"));
        var queue = new QueueName("orders", 0);
        Assert.Equal([27, 28, 29], (await cluster.Client.Messages.ReadAsync(queue, 27)).Select(message => message.Offset));
        Assert.Equal([0, 1], (await cluster.Client.Messages.ReadAsync(queue, 0, max: 2)).Select(message => message.Offset));
        Assert.Empty(await cluster.Client.Messages.ReadAsync(queue, 30));
        Assert.Empty(await cluster.Client.Messages.ReadAsync(queue, 99));
    }

    [Fact]
    public async Task A_tail_gets_what_comes_with_its_tags_and_no_group_knows_of_it()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic();
        await cluster.Send("orders", ["before"], tag: "a");
        using var patience = new CancellationTokenSource(RocketCluster.Patience);

        var all = new List<string>();
        await foreach (var message in cluster.Client.Messages.TailAsync("orders", StartPosition.First, cancellationToken: patience.Token))
        {
            all.Add(Encoding.UTF8.GetString(message.Body.Span));
            if (all.Count == 1)
                await cluster.Send("orders", ["x", "y"], tag: "b");
            if (all.Count == 3)
                break;
        }

        Assert.Equal(["before", "x", "y"], all.Order());
        var tagged = new List<string>();
        await foreach (var message in cluster.Client.Messages.TailAsync("orders", StartPosition.First, TagExpression.Parse("b"), patience.Token))
        {
            tagged.Add(Encoding.UTF8.GetString(message.Body.Span));
            if (tagged.Count == 2)
                break;
        }

        Assert.Equal(["x", "y"], tagged.Order());
        Assert.Empty(await cluster.Client.Groups.ListAsync());
    }

    [Fact]
    public async Task A_tail_ends_when_it_is_cancelled_and_when_its_topic_is_deleted()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 2);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Follow(cluster, cancel.Token));

        var following = Follow(cluster, CancellationToken.None);
        await cluster.Send("orders", ["x"]);
        await cluster.Client.Topics.DeleteAsync("orders");
        Assert.Equal(RocketError.TopicNotFound, (await Assert.ThrowsAsync<RocketException>(() => following.WaitAsync(RocketCluster.Patience))).Code);
    }

    [Fact]
    public async Task What_cannot_be_searched_is_refused_by_name()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(change: config => config with { KeyIndex = false });
        var messages = cluster.Client.Messages;
        Assert.Equal(RocketError.TopicNotFound, (await Assert.ThrowsAsync<RocketException>(() => messages.FindByKeyAsync("nowhere", "k"))).Code);
        Assert.Equal(RocketError.NoKeyIndex, (await Assert.ThrowsAsync<RocketException>(() => messages.FindByKeyAsync("orders", "k"))).Code);
        Assert.Equal(RocketError.NoKeyIndex, (await Assert.ThrowsAsync<RocketException>(() => messages.FindByIdAsync("orders", new MessageId(1, 1)))).Code);
        Assert.Equal(RocketError.InvalidArgument, (await Assert.ThrowsAsync<RocketException>(() => messages.FindByKeyAsync("orders", "k", max: 10_001))).Code);
        Assert.Equal(RocketError.InvalidArgument, (await Assert.ThrowsAsync<RocketException>(() => messages.GetAsync(new QueueName("orders", 0), -1))).Code);
        Assert.Equal(RocketError.TopicNotFound, (await Assert.ThrowsAsync<RocketException>(() => messages.GetAsync(new QueueName("orders", 9), 0))).Code);
    }

    private static async Task Follow(RocketCluster cluster, CancellationToken cancellationToken)
    {
        await foreach (var message in cluster.Client.Messages.TailAsync("orders", StartPosition.First, cancellationToken: cancellationToken))
            Assert.Equal("orders", message.Queue.Topic);
    }

    private static async Task<IReadOnlyList<SendReceipt>> Send(RocketCluster cluster, int count, Func<int, string[]> keys)
    {
        await using var producer = cluster.Client.CreateProducer();
        return await producer.SendBatchAsync([.. Enumerable.Range(0, count).Select(number => new RocketMessage { Topic = "orders", Body = new byte[10], Keys = keys(number) })]);
    }
}
