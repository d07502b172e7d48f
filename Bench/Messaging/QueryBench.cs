using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Bench.Messaging;

/// <summary>
/// Finds messages by key and by id among many, and what the key index costs those who send: the same messages with and without one, the keys
/// different for each. A search that does not find its message fails the bench.
/// </summary>
internal sealed class QueryBench : IBench
{
    private const int BodyBytes = 32;
    private const int BatchMessages = 500;
    private const int Senders = 16;
    private const int Searchers = 16;

    /// <summary>Every so many messages, an id is remembered to be searched for.</summary>
    private const int KeepIdEvery = 1000;

    /// <summary>Without an index fewer messages will do: only their rate counts.</summary>
    private const int UnindexedPart = 4;

    private static int _names;

    public string Name => "query";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        var limit = run.Options.InProcess ? LimitKind.Mailbox : LimitKind.Echo;
        await run.Limits.Sample(limit);
        await using var host = await IRocketHost.Start(run, cancellationToken);
        var ids = new ConcurrentBag<MessageId>();
        var unindexed = await CreateTopic(run, host, hasIndex: false);
        await Send(run, host, unindexed, run.Options.Messages / UnindexedPart, ids, "warming up", cancellationToken);
        var plain = await Send(run, host, unindexed, run.Options.Messages / UnindexedPart, ids, "keyed messages, no key index", cancellationToken);
        await host.Client.Topics.DeleteAsync(unindexed);
        ids.Clear();
        var topic = await CreateTopic(run, host, hasIndex: true);
        var indexed = await Send(run, host, topic, run.Options.Messages, ids, "keyed messages, key index", cancellationToken);
        foreach (var figure in new[] { plain, indexed })
            run.Figures.Add(figure with { Limit = limit });

        var sentIds = ids.ToArray();
        var messages = host.Client.Messages;
        Task ByKey(int number) => Require(messages.FindByKeyAsync(topic, Key(number), cancellationToken: cancellationToken), 1, Key(number));
        Task ById(int number) => Require(messages.FindByIdAsync(topic, sentIds[number % sentIds.Length], cancellationToken));
        Task Missing(int number) => Require(messages.FindByKeyAsync(topic, $"missing-{number}", cancellationToken: cancellationToken), 0, "missing");
        await Search(run, 1, ByKey, run.Options.WarmUp);
        run.Figures.Add(await Measure(run, host, "by key, one by one", 1, ByKey, limit));
        run.Figures.Add(await Measure(run, host, $"by key, {Searchers} at once", Searchers, ByKey, limit));
        run.Figures.Add(await Measure(run, host, "by id, one by one", 1, ById, limit));
        run.Figures.Add(await Measure(run, host, "a key that is not there", 1, Missing, limit));
        await host.Client.Topics.DeleteAsync(topic);
    }

    private static async Task<string> CreateTopic(BenchRun run, IRocketHost host, bool hasIndex)
    {
        var topic = $"bench-{Environment.ProcessId}-query-{Interlocked.Increment(ref _names)}";
        await host.Client.Topics.CreateAsync(new TopicConfig { Topic = topic, Queues = run.Options.Queues, Replication = run.Options.Replication, KeyIndex = hasIndex });
        return topic;
    }

    private async Task<Figure> Send(BenchRun run, IRocketHost host, string topic, int count, ConcurrentBag<MessageId> ids, string what, CancellationToken cancellationToken)
    {
        run.Progress($"query: {what}, {count} messages");
        await using var producer = host.Client.CreateProducer();
        var body = new byte[BodyBytes];
        var next = 0;
        var processor = host.Processor;
        var figure = await CallLoop.Measure(Senders, Timeout.InfiniteTimeSpan, async (_, _, latency) =>
        {
            for (var first = Interlocked.Add(ref next, BatchMessages) - BatchMessages; first < count; first = Interlocked.Add(ref next, BatchMessages) - BatchMessages)
            {
                var batch = new List<RocketMessage>(BatchMessages);
                for (var number = first; number < Math.Min(count, first + BatchMessages); number++)
                    batch.Add(new RocketMessage { Topic = topic, Body = body, Keys = [Key(number)] });
                var started = Stopwatch.GetTimestamp();
                var receipts = await producer.SendBatchAsync(batch, cancellationToken);
                latency.RecordSince(started);
                if (first % KeepIdEvery == 0)
                    ids.Add(receipts[0].MessageId);
            }
        });
        return figure with { Bench = Name, Case = what, Unit = "messages", Count = count, BrokerProcessor = host.Processor - processor };
    }

    private async Task<Figure> Measure(BenchRun run, IRocketHost host, string what, int callers, Func<int, Task> search, LimitKind limit)
    {
        run.Progress($"query: {what}");
        var processor = host.Processor;
        var figure = await Search(run, callers, search, run.Options.Duration);
        run.Note(string.Create(CultureInfo.InvariantCulture,
            $"{what}: p50 {figure.Latency!.Microseconds(0.5) / 1000:0.00} ms, p99 {figure.Latency.Microseconds(0.99) / 1000:0.00} ms, longest {figure.Latency.Microseconds(1) / 1000:0.00} ms of {figure.Count} searches among {run.Options.Messages} messages"));
        return figure with { Bench = Name, Case = what, Limit = limit, BrokerProcessor = host.Processor - processor };
    }

    private static Task<Figure> Search(BenchRun run, int callers, Func<int, Task> search, TimeSpan duration)
    {
        var calls = 0;
        return CallLoop.Run(callers, duration, _ => search(Scattered(Interlocked.Increment(ref calls), run.Options.Messages)));
    }

    /// <summary>Numbers without an order, so that no block of the index is read twice in a row.</summary>
    private static int Scattered(int call, int count) => (int)((uint)call * 2_654_435_761u % (uint)count);

    private static string Key(int number) => number.ToString("D9", CultureInfo.InvariantCulture);

    private static async Task Require(Task<IReadOnlyList<StoredMessage>> search, int count, string key)
    {
        if ((await search).Count is var found && found != count)
            throw new InvalidOperationException($"the search for key '{key}' found {found} messages; it must be {count}");
    }

    private static async Task Require(Task<StoredMessage?> search)
    {
        if (await search is null)
            throw new InvalidOperationException("the search for an id that was acknowledged found nothing");
    }
}
