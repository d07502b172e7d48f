using System.Text;
using FsCheck.Fluent;
using OrleansRocket.Log.Keys;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Log.Keys;

/// <summary>Random histories of a queue: searches find exactly what looking at every record finds.</summary>
public sealed class KeySearchTests
{
    private const int Keys = 12;
    private const long Producer = 5;

    [Fact]
    public void A_search_finds_what_a_naive_search_finds() => Seeded.ForAll(Gen.Choose(0, int.MaxValue), seed => Run(seed).AsTask().GetAwaiter().GetResult(), tests: 40);

    private static async ValueTask Run(int seed)
    {
        var random = new Random(seed);
        await using var store = new StoreFixture(configure: options => options with { IndexIntervalBytes = 4096 });
        var log = store.OpenQueue();
        var model = new List<StoredRecord>();
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(12) == 0 && log.EndOffset > log.StartOffset)
                Truncate(random, log, model);
            else if (random.Next(25) == 0)
                log = await store.Reopen();
            else
                Append(random, store, log, model);
            if (random.Next(3) == 0)
                store.Scheduler.RunAll();
            if (random.Next(4) == 0)
                Search(random, log, model);
        }

        Search(random, log, model);
    }

    private static void Append(Random random, StoreFixture store, QueueLog log, List<StoredRecord> model)
    {
        store.Time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 400)));
        var keys = Enumerable.Range(0, random.Next(1, 40)).Select(_ => RandomKeys(random)).ToArray();
        var sequence = log.FindProducer(Producer) is { } known ? (known.LastSequence + 1) & int.MaxValue : int.MaxValue - random.Next(300);
        var outcome = log.Append(KeyedLog.Batch(Producer, sequence, random.Next(1, 8000), keys), log.Promised.Epoch);
        Assert.Equal(AppendStatus.Appended, outcome.Status);
        for (var i = 0; i < keys.Length; i++)
            model.Add(new StoredRecord(outcome.BaseOffset + i, outcome.BaseOffset, outcome.StoreTimestampMs, (sequence + i) & int.MaxValue, keys[i]?.Split(' ') ?? []));
    }

    private static string? RandomKeys(Random random) => random.Next(4) == 0
        ? null
        : string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"key{random.Next(Keys)}"));

    private static void Truncate(Random random, QueueLog log, List<StoredRecord> model)
    {
        var offset = random.NextInt64(Math.Max(log.StartOffset, log.EndOffset - 60), log.EndOffset + 1);
        log.TruncateTo(offset);
        model.RemoveAll(record => record.Offset >= log.EndOffset);
    }

    private static void Search(Random random, QueueLog log, List<StoredRecord> model)
    {
        var committed = random.Next(3) == 0 ? random.NextInt64(log.StartOffset, log.EndOffset + 1) : long.MaxValue;
        var visible = model.Where(record => model.Where(other => other.Base == record.Base).Max(other => other.Offset) < committed).ToList();
        var key = $"key{random.Next(Keys + 1)}";
        var times = (model.Count > 0 ? model.Min(record => record.Time) : 0, model.Count > 0 ? model.Max(record => record.Time) : 0);
        var query = new KeyQuery
        {
            Key = Encoding.UTF8.GetBytes(key),
            FromMs = random.Next(2) == 0 ? 0 : random.NextInt64(times.Item1, times.Item2 + 2),
            ToMs = random.Next(2) == 0 ? long.MaxValue : random.NextInt64(times.Item1, times.Item2 + 2),
            FromOffset = random.Next(2) == 0 ? 0 : random.NextInt64(0, log.EndOffset + 1),
            ToOffset = random.Next(2) == 0 ? long.MaxValue : random.NextInt64(0, log.EndOffset + 1),
            OldestFirst = random.Next(2) == 0,
            MaxCount = random.Next(1, 100),
        };
        var expected = visible.Where(record => record.Keys.Contains(key) && record.Time >= query.FromMs && record.Time < query.ToMs
            && record.Offset >= query.FromOffset && record.Offset < query.ToOffset).Select(record => record.Offset);
        expected = query.OldestFirst ? expected.Order() : expected.OrderDescending();
        Assert.Equal(expected.Take(query.MaxCount), KeyedLog.Offsets(log, query, committed));

        if (model.Count == 0)
            return;
        var wanted = model[random.Next(model.Count)];
        Assert.Equal(visible.Contains(wanted) ? wanted.Offset : -1, KeyedLog.OffsetOf(log, new MessageId(Producer, wanted.Sequence), committed));
    }

    private sealed record StoredRecord(long Offset, long Base, long Time, int Sequence, string[] Keys);
}
