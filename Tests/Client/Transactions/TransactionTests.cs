using System.Text;
using OrleansRocket.Holding;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Transactions;

public sealed class TransactionTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(300);

    private static TransactionOptions Options(Func<HalfMessage, TransactionResolution>? check = null) => new()
    {
        Group = "payers",
        Check = (half, _) => ValueTask.FromResult(check?.Invoke(half) ?? TransactionResolution.Unknown),
    };

    private static RocketMessage Message(string topic, string text) => new() { Topic = topic, Body = Encoding.UTF8.GetBytes(text), Keys = ["k"] };

    [Fact]
    public async Task A_message_comes_when_its_transaction_is_committed_and_never_when_it_is_rolled_back()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateTransactionProducer(Options());
        var first = await producer.BeginAsync(Message(topic, "first"));
        var second = await producer.BeginAsync(Message(topic, "second"));
        var third = await producer.BeginAsync(Message(topic, "third"));
        Assert.Equal(0, (await cluster.Client.Topics.DescribeAsync(topic))[0].EndOffset);
        await third.CommitAsync();
        Assert.Equal(1, (await cluster.Client.Topics.DescribeAsync(topic))[0].CommittedOffset);
        await second.RollbackAsync();
        await first.CommitAsync();
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        foreach (var (text, transaction) in ((string, RocketTransaction)[])[("third", third), ("first", first)])
        {
            var message = await consumer.ReceiveAsync(patience.Token);
            Assert.Equal(text, Encoding.UTF8.GetString(message.Body.Span));
            Assert.Equal(transaction.MessageId, message.MessageId);
            Assert.Equal(["k"], message.Keys);
            Assert.Empty(message.Properties);
            message.Ack();
        }

        Assert.Equal(2, (await cluster.Client.Topics.DescribeAsync(topic))[0].CommittedOffset);
        var twice = await Assert.ThrowsAsync<RocketException>(first.CommitAsync);
        Assert.Equal(RocketError.TransactionEnded, twice.Code);
        Assert.Equal(RocketError.TransactionEnded, (await Assert.ThrowsAsync<RocketException>(first.RollbackAsync)).Code);
    }

    [Fact]
    public async Task A_message_in_a_transaction_cannot_be_delayed()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateTransactionProducer(Options());
        var refused = await Assert.ThrowsAsync<RocketException>(() => producer.BeginAsync(Message(topic, "late") with { DeliverAt = DateTimeOffset.UtcNow.AddHours(1) }));
        Assert.Equal(RocketError.InvalidArgument, refused.Code);
        Assert.Contains("cannot be delayed", refused.Message, StringComparison.Ordinal);
        Assert.Null(await cluster.Client.Topics.FindAsync(SystemTopic.Half));
    }

    [Fact]
    public async Task The_work_decides()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateTransactionProducer(Options());
        Assert.Equal(TransactionResolution.Commit, await producer.SendAsync(Message(topic, "paid"), _ => ValueTask.FromResult(TransactionResolution.Commit)));
        Assert.Equal(TransactionResolution.Rollback, await producer.SendAsync(Message(topic, "refused"), _ => ValueTask.FromResult(TransactionResolution.Rollback)));
        await Assert.ThrowsAsync<InvalidDataException>(() => producer.SendAsync(Message(topic, "broken"), _ => throw new InvalidDataException()));
        Assert.Equal(1, (await cluster.Client.Topics.DescribeAsync(topic))[0].CommittedOffset);
    }

    [Fact]
    public async Task Any_producer_of_the_group_is_asked_about_a_transaction_whose_producer_is_gone()
    {
        await using var cluster = await RocketCluster.Start(configure: rocket =>
        {
            rocket.TransactionTimeout = Quick;
            rocket.TransactionCheckInterval = Quick;
            rocket.TransactionCheckMax = 100;
        });
        var topic = await cluster.CreateTopic(queues: 1);
        var begun = new List<RocketTransaction>();
        await using (var failing = cluster.Client.CreateTransactionProducer(Options()))
        {
            begun.Add(await failing.BeginAsync(Message(topic, "commit")));
            begun.Add(await failing.BeginAsync(Message(topic, "rollback")));
            begun.Add(await failing.BeginAsync(Message(topic, "unknown at first")));
        }

        var asked = 0;
        await using var other = cluster.Client.CreateTransactionProducer(Options(half =>
        {
            Assert.Equal(topic, half.Topic);
            Assert.Equal(["k"], half.Keys);
            return Encoding.UTF8.GetString(half.Body.Span) switch
            {
                "commit" => TransactionResolution.Commit,
                "rollback" => TransactionResolution.Rollback,
                _ => Interlocked.Increment(ref asked) < 3 ? TransactionResolution.Unknown : TransactionResolution.Commit,
            };
        }));
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(["commit", "unknown at first"], (await RocketCluster.Receive(consumer, 2)).Order());
        Assert.Equal(3, asked);

        // Who comes too late is told how it ended, and the same answer again is none.
        await begun[0].CommitAsync();
        Assert.Equal(RocketError.NotHeld, (await Assert.ThrowsAsync<RocketException>(begun[1].CommitAsync)).Code);
        Assert.Equal(2, (await cluster.Client.Topics.DescribeAsync(topic))[0].CommittedOffset);
    }

    [Fact]
    public async Task What_nobody_can_tell_becomes_a_dead_letter_of_the_producer_group()
    {
        await using var cluster = await RocketCluster.Start(configure: rocket =>
        {
            rocket.TransactionTimeout = Quick;
            rocket.TransactionCheckInterval = Quick;
            rocket.TransactionCheckMax = 3;
        });
        var topic = await cluster.CreateTopic(queues: 1);
        var asked = 0;
        await using var producer = cluster.Client.CreateTransactionProducer(Options(_ =>
        {
            Interlocked.Increment(ref asked);
            return TransactionResolution.Unknown;
        }));
        var transaction = await producer.BeginAsync(Message(topic, "lost"));
        await Until.True(async () => await cluster.Client.Topics.FindAsync("%DLQ%payers") is not null, "the dead letters have a topic");
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "%DLQ%payers" });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        var letter = await consumer.ReceiveAsync(patience.Token);
        Assert.Equal(transaction.MessageId, letter.MessageId);
        Assert.Equal("lost", Encoding.UTF8.GetString(letter.Body.Span));
        letter.Ack();
        Assert.InRange(asked, 1, 3);
        Assert.Equal(0, (await cluster.Client.Topics.DescribeAsync(topic))[0].CommittedOffset);
    }

    [Fact]
    public async Task Another_group_cannot_end_a_transaction()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateTransactionProducer(Options());
        var transaction = await producer.BeginAsync(Message(topic, "mine"));
        var half = (await cluster.Client.Topics.DescribeAsync(SystemTopic.Half)).Single(queue => queue.EndOffset > 0);
        var grain = cluster.Orleans.Client.GetGrain<IHoldGrain>(half.Name.ToString());
        var stranger = await grain.Decide([new HeldDecision(0, transaction.MessageId.ProducerId, transaction.MessageId.Sequence, Release: true, "strangers")]);
        Assert.Equal([HeldAnswer.NotHeld], stranger);
        await transaction.CommitAsync();
        Assert.Equal(1, (await cluster.Client.Topics.DescribeAsync(topic))[0].CommittedOffset);
    }

    [Fact]
    public async Task Transactions_that_are_under_way_together_are_decided_together()
    {
        var calls = new DecideCalls();
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(calls));
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateTransactionProducer(Options());
        var begun = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => producer.BeginAsync(Message(topic, $"{number}"))));
        Assert.Single(await cluster.Client.Topics.DescribeAsync(SystemTopic.Half), queue => queue.EndOffset > 0);
        await Task.WhenAll(begun.Select(transaction => transaction.CommitAsync()));
        Assert.Equal(500, calls.Decisions);
        Assert.InRange(calls.Count, 1, 100);
        Assert.Equal(500, (await cluster.Client.Topics.DescribeAsync(topic))[0].CommittedOffset);
    }

    [Fact]
    public async Task A_transaction_that_cannot_be_delivered_keeps_no_other_waiting()
    {
        await using var cluster = await RocketCluster.Start();
        var slow = await cluster.CreateTopic("slow", queues: 1, change: config => config with { MaxMessagesRate = 1 });
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(slow, Enumerable.Repeat("x", 100));
        await using var producer = cluster.Client.CreateTransactionProducer(Options());
        var stuck = await producer.BeginAsync(Message(slow, "stuck"));
        var free = await producer.BeginAsync(Message(topic, "free"));
        var half = (await cluster.Client.Topics.DescribeAsync(SystemTopic.Half)).Single(queue => queue.EndOffset > 0);
        var grain = cluster.Orleans.Client.GetGrain<IHoldGrain>(half.Name.ToString());
        HeldDecision[] both =
        [
            new(0, stuck.MessageId.ProducerId, stuck.MessageId.Sequence, Release: true, "payers"),
            new(1, free.MessageId.ProducerId, free.MessageId.Sequence, Release: true, "payers"),
        ];
        Assert.Equal([HeldAnswer.Pending, HeldAnswer.Carried], await grain.Decide(both));
        Assert.Equal([HeldAnswer.Pending, HeldAnswer.Carried], await grain.Decide(both));
        Assert.Equal(1, (await cluster.Client.Topics.DescribeAsync(topic))[0].CommittedOffset);
    }

    [Fact]
    public async Task A_thousand_transactions_at_once_end_as_they_were_told_though_a_broker_dies()
    {
        await using var cluster = await RocketCluster.Start(silos: 3);
        var topic = await cluster.CreateTopic(queues: 2, change: config => config with { Replication = ReplicationMode.Quorum });

        // On Microsoft Orleans a call to the killed broker may end by its response timeout only, 30 s; it is tried again after that.
        await using var producer = cluster.Client.CreateTransactionProducer(Options() with { Producer = new ProducerOptions { SendTimeout = 2 * RocketCluster.Patience } });
        var work = Enumerable.Range(0, 1000).Select(async index =>
        {
            var transaction = await producer.BeginAsync(Message(topic, $"{index}"));
            if (index == 300)
                await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos[1]);
            if (index % 2 == 0)
                await transaction.CommitAsync();
            else
                await transaction.RollbackAsync();
        });
        await Task.WhenAll(work);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        var texts = await RocketCluster.Receive(consumer, 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(index => index * 2), texts.Select(int.Parse).Order());
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await consumer.ReceiveAsync(enough.Token));
    }

    /// <summary>Counts the calls that decide, and the decisions in them.</summary>
    private sealed class DecideCalls : IIncomingGrainCallFilter
    {
        private int _count;
        private int _decisions;

        public int Count => Volatile.Read(ref _count);

        public int Decisions => Volatile.Read(ref _decisions);

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceMethod.DeclaringType == typeof(IHoldGrain) && context.InterfaceMethod.Name == nameof(IHoldGrain.Decide))
            {
                Interlocked.Increment(ref _count);
                Interlocked.Add(ref _decisions, ((HeldDecision[])context.Request.GetArgument(0)!).Length);
            }

            return context.Invoke();
        }
    }
}
