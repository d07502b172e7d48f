using System.Collections.Concurrent;

namespace OrleansRocket.Brokers;

/// <summary>What this broker has stored and handed out since it started.</summary>
internal sealed class BrokerCounters(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TopicCounters> _topics = new(StringComparer.Ordinal);
    private readonly RateWindow _in = new();
    private readonly RateWindow _out = new();
    private readonly Lock _forgetting = new();
    private Traffic _forgotten;
    private long _tracesDropped;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public double MessagesInPerSecond => _in.PerSecond(Second);

    public double MessagesOutPerSecond => _out.PerSecond(Second);

    /// <summary>Traces of messages that could not be written, or were too many.</summary>
    public long TracesDropped => Interlocked.Read(ref _tracesDropped);

    /// <summary>Each topic that was used since the start.</summary>
    public IEnumerable<KeyValuePair<string, TopicCounters>> Topics => _topics;

    private long Second => time.GetTimestamp() / time.TimestampFrequency;

    public TopicCounters Topic(string topic) => _topics.GetOrAdd(topic, static (_, broker) => new TopicCounters(broker), this);

    /// <summary>A topic was deleted. What it counted stays in the totals.</summary>
    public void Forget(string topic)
    {
        lock (_forgetting)
        {
            if (_topics.TryRemove(topic, out var counters))
                _forgotten += counters.Traffic;
        }
    }

    public Traffic Totals()
    {
        lock (_forgetting)
        {
            var totals = _forgotten;
            foreach (var (_, counters) in _topics)
                totals += counters.Traffic;
            return totals;
        }
    }

    internal void CountDroppedTraces(int traces) => Interlocked.Add(ref _tracesDropped, traces);

    internal void CountIn(long messages) => _in.Add(messages, Second);

    internal void CountOut(long messages) => _out.Add(messages, Second);
}
