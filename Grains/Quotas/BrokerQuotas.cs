using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansRocket.Hosting;

namespace OrleansRocket.Quotas;

/// <summary>What may be stored on this broker: by topic, and by what is under way.</summary>
internal sealed class BrokerQuotas(IOptions<RocketSiloOptions> options, TimeProvider time)
{
    /// <summary>What is under way is done in a moment, as a rule.</summary>
    private static readonly TimeSpan RoomPatience = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, TopicQuota> _topics = new(StringComparer.Ordinal);
    private long _underWay;

    /// <summary>The bytes of appends that are neither acknowledged nor refused.</summary>
    public long UnderWay => Interlocked.Read(ref _underWay);

    /// <summary>The quota of a topic. It is kept while the broker runs: it is small.</summary>
    public TopicQuota Topic(string topic) => _topics.GetOrAdd(topic, static (_, clock) => new TopicQuota(clock), time);

    /// <summary>A topic was deleted.</summary>
    public void Forget(string topic) => _topics.TryRemove(topic, out _);

    /// <summary>Takes room for an append that is under way. One that is larger than all of the room has it alone.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.Busy"/> when there is none.</exception>
    public void Enter(QueueName queue, long bytes)
    {
        var limit = options.Value.MaxAppendBytesUnderWay;
        var before = Interlocked.Add(ref _underWay, bytes) - bytes;
        if (before == 0 || before + bytes <= limit)
            return;
        Leave(bytes);
        throw new RocketException(
            RocketError.Busy, $"queue {queue}: {before} bytes of appends are under way on this broker, and {bytes} more would pass its limit of {limit}", RoomPatience);
    }

    /// <summary>Gives it back.</summary>
    public void Leave(long bytes) => Interlocked.Add(ref _underWay, -bytes);
}
