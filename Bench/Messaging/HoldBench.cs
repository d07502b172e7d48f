using System.Globalization;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Messaging;

/// <summary>
/// Delayed messages and transactions. A million messages that wait show what they cost in memory; then others come due at a steady rate, and what
/// is measured is how late each reaches a consumer. Transactions are begun and committed one after the other by each caller, beside plain sends.
/// </summary>
internal sealed class HoldBench : IBench
{
    private const int Waiting = 1_000_000;
    private const int DuePerSecond = 5_000;
    private const int BatchMessages = 500;
    private const double Mebibyte = 1024 * 1024;

    private static int _names;

    public string Name => "hold";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        var limit = run.Options.InProcess ? LimitKind.Mailbox : LimitKind.Echo;
        await run.Limits.Sample(limit);
        await using var host = await IRocketHost.Start(run, cancellationToken);
        var topic = $"bench-{Environment.ProcessId}-hold-{Interlocked.Increment(ref _names)}";
        await host.Client.Topics.CreateAsync(new TopicConfig { Topic = topic, Queues = run.Options.Queues, Replication = run.Options.Replication, Flush = run.Options.Flush == Log.Store.FlushMode.Sync ? FlushDiskType.SyncFlush : FlushDiskType.AsyncFlush });
        await Transactions(run, host, topic, limit, cancellationToken);
        await Delays(run, host, topic, cancellationToken);
        await host.Client.Topics.DeleteAsync(topic);
    }

    private async Task Transactions(BenchRun run, IRocketHost host, string topic, LimitKind limit, CancellationToken cancellationToken)
    {
        await using var plain = host.Client.CreateProducer();
        await using var transactions = host.Client.CreateTransactionProducer(new TransactionOptions { Group = "bench", Check = (_, _) => ValueTask.FromResult(TransactionResolution.Unknown) });
        var message = new RocketMessage { Topic = topic, Body = MappedCopy.Block(run.Options.MessageSize) };
        async Task Send(int caller) => await plain.SendAsync(message, cancellationToken);
        async Task Transact(int caller) => await (await transactions.BeginAsync(message, cancellationToken)).CommitAsync();
        foreach (var (what, call) in new (string, Func<int, Task>)[] { ("plain sends", Send), ("transactions", Transact) })
        {
            run.Progress($"hold: {what}");
            await CallLoop.Run(run.Options.Window, run.Options.BrokerWarmUp, call);
            var processor = host.Processor;
            var figure = await CallLoop.Run(run.Options.Window, run.Options.Duration, call);
            run.Figures.Add(figure with { Bench = Name, Case = $"{what}, {run.Options.Window} at once", Unit = "messages", Limit = limit, BrokerProcessor = host.Processor - processor });
        }
    }

    private async Task Delays(BenchRun run, IRocketHost host, string topic, CancellationToken cancellationToken)
    {
        await using var producer = host.Client.CreateProducer();
        var body = MappedCopy.Block(run.Options.MessageSize);
        RocketMessage Due(DateTimeOffset at) => new() { Topic = topic, Body = body, DeliverAt = at };
        await producer.SendAsync(Due(DateTimeOffset.UtcNow.AddHours(1)), cancellationToken);
        var before = host.PrivateMemory;
        var waiting = Math.Min(Waiting, run.Options.Messages);
        run.Progress($"hold: {waiting} messages that wait");
        var far = DateTimeOffset.UtcNow.AddHours(1);
        await Parallel.ForAsync(0, Math.Max(1, waiting / BatchMessages), new ParallelOptions { MaxDegreeOfParallelism = run.Options.Senders, CancellationToken = cancellationToken }, async (batch, token) =>
            await producer.SendBatchAsync([.. Enumerable.Range(0, BatchMessages).Select(index => Due(far.AddMilliseconds((batch * BatchMessages) + index)))], token));
        var grown = host.PrivateMemory - before;
        run.Note(string.Create(CultureInfo.InvariantCulture, $"{waiting} delayed messages of {run.Options.MessageSize} bytes that wait: the broker's own memory grew by {grown / Mebibyte:0} MiB"));
        run.Figures.Add(await Lateness(run, host, topic, producer, Due, cancellationToken));
    }

    /// <summary>How late messages reach a consumer that come due at a steady rate.</summary>
    private async Task<Figure> Lateness(
        BenchRun run, IRocketHost host, string topic, RocketProducer producer, Func<DateTimeOffset, RocketMessage> due, CancellationToken cancellationToken)
    {
        // The first second shows how it begins, not how it goes.
        var seconds = 1 + (int)Math.Ceiling(run.Options.Duration.TotalSeconds);
        var count = seconds * DuePerSecond;
        run.Progress($"hold: {DuePerSecond} messages a second that come due");
        await using var consumer = await host.Client.CreateConsumerAsync(
            new ConsumerOptions { Group = $"{topic}-readers", Topic = topic, Start = StartPosition.Last }, cancellationToken);
        while (consumer.Queues.Count < run.Options.Queues)
            await Task.Delay(10, cancellationToken);
        var start = DateTimeOffset.UtcNow.AddSeconds(5 + (seconds / 4));
        await Parallel.ForAsync(0, count / BatchMessages, new ParallelOptions { MaxDegreeOfParallelism = run.Options.Senders, CancellationToken = cancellationToken }, async (batch, token) =>
            await producer.SendBatchAsync([.. Enumerable.Range(0, BatchMessages).Select(index => due(start.AddSeconds(((double)(batch * BatchMessages) + index) / DuePerSecond)))], token));
        if (DateTimeOffset.UtcNow > start)
            throw new InvalidOperationException("the messages were due before all of them were sent; the machine is too busy to measure how late they come");
        var lateness = new LatencyHistogram();
        var processor = host.Processor;
        for (var received = 0; received < count; received++)
        {
            var message = await consumer.ReceiveAsync(cancellationToken);
            var late = DateTimeOffset.UtcNow - message.DeliverAt!.Value;
            if (late < TimeSpan.Zero)
                throw new InvalidOperationException($"message {message.MessageId} came {-late} early");
            if (message.DeliverAt >= start.AddSeconds(1))
                lateness.Record((long)late.TotalNanoseconds);
            message.Ack();
        }

        run.Note(string.Create(CultureInfo.InvariantCulture,
            $"lateness of {lateness.Count} messages: p50 {lateness.Microseconds(0.5) / 1000:0.0} ms, p99 {lateness.Microseconds(0.99) / 1000:0.0} ms, longest {lateness.Microseconds(1) / 1000:0.0} ms"));
        return new Figure(Name, $"lateness, {DuePerSecond} due a second")
        {
            Count = lateness.Count,
            Elapsed = TimeSpan.FromSeconds(seconds - 1),
            Latency = lateness,
            BrokerProcessor = host.Processor - processor,
        };
    }
}
