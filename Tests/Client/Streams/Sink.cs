using System.Collections.Concurrent;
using Orleans.Streams;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Streams;

/// <summary>What subscribers of one test have received, and how they behave. All silos of a test are in this process.</summary>
internal sealed class Sink
{
    private static readonly ConcurrentDictionary<string, Sink> Sinks = new();
    private readonly ConcurrentQueue<Reception> _received = new();

    /// <summary>What handles an event beside noting it; may throw.</summary>
    public Func<Reception, Task> Handle { get; set; } = _ => Task.CompletedTask;

    /// <summary>Where grains resume their subscriptions; null for where these are.</summary>
    public StreamSequenceToken? ResumeFrom { get; set; }

    /// <summary>What was told to <c>OnErrorAsync</c>.</summary>
    public ConcurrentQueue<Exception> Errors { get; } = new();

    /// <summary>Everything that was handled, in its order.</summary>
    public IReadOnlyList<Reception> Received => [.. _received];

    /// <summary>The sink of a test.</summary>
    public static Sink Of(string name) => Sinks.GetOrAdd(name, _ => new Sink());

    public async Task Take(Reception reception)
    {
        await Handle(reception);
        _received.Enqueue(reception);
    }

    /// <summary>The texts that one subscriber has received.</summary>
    public List<string> Texts(string subscriber) => [.. _received.Where(one => one.Subscriber == subscriber).Select(one => one.Text)];

    /// <summary>Waits until a subscriber has received a number of events.</summary>
    public async Task<List<string>> Wait(string subscriber, int count)
    {
        await Until.True(() => Task.FromResult(Texts(subscriber).Count >= count), () => $"{subscriber} has received {count} events (it has {string.Join(", ", Texts(subscriber))})");
        return Texts(subscriber);
    }

    /// <summary>An event that was received.</summary>
    internal sealed record Reception(string Subscriber, string Text, StreamSequenceToken? Token);
}
