using System.Collections.Concurrent;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>What a subscriber of a test has got; all clusters of these tests run in the test's process.</summary>
internal sealed class Inbox
{
    private static readonly ConcurrentDictionary<string, Inbox> All = new();

    private readonly ConcurrentQueue<Received> _received = new();
    private readonly ConcurrentDictionary<string, int> _refusals = new();

    /// <summary>What its <c>OnErrorAsync</c> was told.</summary>
    public ConcurrentQueue<Exception> Errors { get; } = new();

    /// <summary>How many events came with each call of a batch observer.</summary>
    public ConcurrentQueue<int> Batches { get; } = new();

    public IEnumerable<string> Items => _received.Select(static each => each.Item);

    public IReadOnlyCollection<Received> Received => _received;

    public static Inbox Of(string name) => All.GetOrAdd(name, static _ => new Inbox());

    public static string NewName() => Guid.NewGuid().ToString("N");

    /// <summary>Lets the next deliveries of an event fail.</summary>
    public void Refuse(string item, int times) => _refusals[item] = times;

    /// <exception cref="InvalidOperationException">The test wants this event to be refused.</exception>
    public void Take(string item, StreamSequenceToken? token, string where)
    {
        if (_refusals.AddOrUpdate(item, -1, static (_, left) => left - 1) >= 0)
        {
            throw new InvalidOperationException($"refused {item}");
        }

        _received.Enqueue(new Received(item, token?.SequenceNumber ?? -1, RequestContext.Get("who") as string, where));
    }

    public async Task Expect(params string[] items)
    {
        await Clusters.Until.True(() => Task.FromResult(_received.Count >= items.Length), $"{items.Length} events are there: {string.Join(',', items)}");
        Assert.Equal(items, Items);
    }

    public Task UntilHas(string item) =>
        Clusters.Until.True(() => Task.FromResult(Items.Contains(item)), $"{item} is there, not only {string.Join(',', Items)}");
}
