using System.Collections.Concurrent;
using System.Text;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Consuming;

public sealed class RetryTests
{
    private static readonly RetryPolicy Quick = RetryPolicy.Custom(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));

    private static ConsumerOptions Options(string topic) => new() { Group = "readers", Topic = topic, Retry = Quick };

    [Fact]
    public async Task A_message_that_fails_waits_elsewhere_and_comes_again_with_everything_that_it_carried()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var handled = new ConcurrentQueue<(string Text, int Attempt)>();
        var seen = new ConcurrentQueue<(MessageIdText Id, string Topic, string? Tag, string Keys, string? Region, string? Group)>();
        await using var consumer = await cluster.Client.SubscribeAsync(Options(topic) with { MaxConcurrency = 1, Filter = TagExpression.Parse("tag") }, (message, _) =>
        {
            var text = Encoding.UTF8.GetString(message.Body.Span);
            handled.Enqueue((text, message.Attempt));
            if (text != "poison" || message.Attempt == 4)
                return ValueTask.CompletedTask;
            seen.Enqueue((new(message.MessageId.ToString()), message.Topic, message.Tag, string.Join(' ', message.Keys), message.GetProperty("region"), message.MessageGroup));
            throw new InvalidOperationException("not yet");
        });
        await using var producer = cluster.Client.CreateProducer();
        SendReceipt poison = default;
        foreach (var text in (string[])["a", "poison", "b"])
        {
            var receipt = await producer.SendAsync(new RocketMessage
            {
                Topic = topic,
                Body = Encoding.UTF8.GetBytes(text),
                Tag = "tag",
                Keys = ["k1", "k2"],
                Properties = [new("region", "eu")],
                MessageGroup = "g",
            });
            poison = text == "poison" ? receipt : poison;
        }

        await Until.True(() => Task.FromResult(handled.Contains(("poison", 4))), "the fourth attempt was made");
        Assert.Equal([("a", 1), ("poison", 1), ("b", 1), ("poison", 2), ("poison", 3), ("poison", 4)], handled);
        Assert.All(seen, one => Assert.Equal((new MessageIdText(poison.MessageId.ToString()), topic, "tag", "k1 k2", "eu", "g"), one));
        await Until.True(async () =>
        {
            await consumer.CommitAsync();
            var progress = (await cluster.Client.Groups.DescribeAsync("readers")).Progress;
            return progress.Single(queue => queue.Queue.Topic == topic).CommittedOffset == 3
                && progress.Single(queue => queue.Queue.Topic == "%RETRY%readers").CommittedOffset == 3;
        }, "everything is done");
    }

    [Fact]
    public async Task A_message_that_fails_too_often_is_a_dead_letter_that_says_why_and_from_where()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var attempts = 0;
        await using var consumer = await cluster.Client.SubscribeAsync(
            Options(topic) with { Retry = Quick with { MaxRetries = 2 } },
            (_, _) =>
            {
                Interlocked.Increment(ref attempts);
                throw new InvalidDataException("the amount is negative");
            });
        var receipt = (await cluster.Send(topic, ["poison"]))[0];
        await Until.True(async () => await cluster.Client.Topics.FindAsync("%DLQ%readers") is not null, "the dead letters have a topic");
        await using var letters = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "clerks", Topic = "%DLQ%readers" });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        var letter = await letters.ReceiveAsync(patience.Token);
        Assert.Equal(3, attempts);
        Assert.Equal("poison", Encoding.UTF8.GetString(letter.Body.Span));
        Assert.Equal(receipt.MessageId, letter.MessageId);
        Assert.Equal(topic, letter.Topic);
        Assert.Equal("InvalidDataException: the amount is negative", letter.DeadLetterReason);
        Assert.Equal("%RETRY%readers/0@1", letter.DeadLetterOrigin);
        letter.Ack();
    }

    [Fact]
    public async Task A_consumer_that_takes_messages_can_put_them_off_or_give_them_up()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["later", "never", "done"]);
        await using var consumer = await cluster.Client.CreateConsumerAsync(Options(topic));
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        var later = await consumer.ReceiveAsync(patience.Token);
        var delay = TimeSpan.FromSeconds(1);
        var due = DateTimeOffset.UtcNow + delay;
        await later.NackAsync(delay);
        await later.NackAsync(delay);
        later.Ack();
        await (await consumer.ReceiveAsync(patience.Token)).DeadLetterAsync("nobody wants it");
        (await consumer.ReceiveAsync(patience.Token)).Ack();
        var again = await consumer.ReceiveAsync(patience.Token);
        Assert.True(DateTimeOffset.UtcNow >= due, "it came early");
        Assert.Equal(("later", 2), (Encoding.UTF8.GetString(again.Body.Span), again.Attempt));
        again.Ack();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await consumer.ReceiveAsync(enough.Token));
        await using var letters = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "clerks", Topic = "%DLQ%readers" });
        var letter = await letters.ReceiveAsync(patience.Token);
        Assert.Equal(("never", "nobody wants it", $"{topic}/0@1"), (Encoding.UTF8.GetString(letter.Body.Span), letter.DeadLetterReason, letter.DeadLetterOrigin));
        letter.Ack();
    }

    [Fact]
    public async Task A_message_with_the_largest_properties_can_be_tried_again_and_become_a_dead_letter()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        var largest = new RocketMessage { Topic = topic, Properties = [new("k", new string('x', 24_575 - 7))], MessageGroup = new string('g', 1024) };
        await producer.SendAsync(largest);
        var tooLarge = await Assert.ThrowsAsync<RocketException>(async () =>
            await producer.SendAsync(largest with { Properties = [new("k", new string('x', 24_575 - 6))] }));
        Assert.Equal(RocketError.InvalidArgument, tooLarge.Code);
        Assert.Contains("the limit is 24575", tooLarge.Message, StringComparison.Ordinal);
        await using var consumer = await cluster.Client.CreateConsumerAsync(Options(topic));
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        await (await consumer.ReceiveAsync(patience.Token)).NackAsync(TimeSpan.FromMilliseconds(10));
        await (await consumer.ReceiveAsync(patience.Token)).DeadLetterAsync(new string('\u20ac', 5000));
        await using var letters = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "clerks", Topic = "%DLQ%readers" });
        var letter = await letters.ReceiveAsync(patience.Token);
        Assert.Equal(largest.Properties, letter.Properties);
        Assert.Equal(1024, letter.DeadLetterReason!.Length);
        letter.Ack();
    }

    [Fact]
    public async Task Messages_of_a_group_are_handled_one_after_the_other_in_their_order_though_some_fail()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 4);
        var handled = new ConcurrentDictionary<string, ConcurrentQueue<int>>();
        var running = new ConcurrentDictionary<string, int>();
        var overlaps = 0;
        var failures = 0;
        await using var consumer = await cluster.Client.SubscribeAsync(
            Options(topic) with { Ordered = true, MaxConcurrency = 8, Retry = RetryPolicy.InPlace(TimeSpan.FromMilliseconds(5)) },
            async (message, token) =>
            {
                var group = message.MessageGroup!;
                if (running.AddOrUpdate(group, 1, (_, count) => count + 1) != 1)
                    Interlocked.Increment(ref overlaps);
                var number = int.Parse(Encoding.UTF8.GetString(message.Body.Span));
                await Task.Delay(Random.Shared.Next(3), token);
                running.AddOrUpdate(group, 0, (_, count) => count - 1);
                if (Random.Shared.Next(5) == 0 && Interlocked.Increment(ref failures) < 100)
                    throw new InvalidOperationException("once more");
                handled.GetOrAdd(group, _ => new()).Enqueue(number);
            });
        await using var producer = cluster.Client.CreateProducer();
        await producer.SendBatchAsync([.. Enumerable.Range(0, 1000).Select(number => new RocketMessage
        {
            Topic = topic,
            Body = Encoding.UTF8.GetBytes($"{number}"),
            MessageGroup = $"g{number % 10}",
        })]);
        await Until.True(() => Task.FromResult(handled.Values.Sum(queue => queue.Count) >= 1000), "all are handled");
        Assert.Equal(0, overlaps);
        Assert.True(failures > 0);
        for (var group = 0; group < 10; group++)
            Assert.Equal(Enumerable.Range(0, 100).Select(index => (index * 10) + group), handled[$"g{group}"]);
    }

    [Fact]
    public void Policies_say_when_and_how_often()
    {
        Assert.Equal((18, 16), (RetryPolicy.Levels.Delays.Count, RetryPolicy.Levels.MaxRetries));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromHours(2)), (RetryPolicy.Levels.DelayAfter(1), RetryPolicy.Levels.DelayAfter(3), RetryPolicy.Levels.DelayAfter(99)));
        var doubling = RetryPolicy.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.Equal([1, 2, 4, 5], doubling.Delays.Select(delay => delay.TotalSeconds));
        Assert.Throws<RocketException>(() => RetryPolicy.Exponential(TimeSpan.Zero, TimeSpan.FromSeconds(5)));
        Assert.Throws<RocketException>(() => RetryPolicy.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), 1));
    }

    private readonly record struct MessageIdText(string Id);
}
