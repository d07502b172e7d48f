using System.Diagnostics.Metrics;

namespace OrleansRocket.Streams;

/// <summary>The figures of a stream provider, of the meter <c>OrleansRocket.Streams</c>; see <c>docs/metrics.md</c>.</summary>
internal sealed class StreamMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "OrleansRocket.Streams";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _attempted;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _deadLettered;
    private readonly RocketStreamProvider _provider;

    public StreamMetrics(RocketStreamProvider provider)
    {
        _provider = provider;
        _attempted = _meter.CreateCounter<long>("rocket_stream_attempts", description: "Attempts to deliver a message to a subscription; what is more than was delivered, was tried again");
        _delivered = _meter.CreateCounter<long>("rocket_stream_delivered", description: "Messages that a subscription is done with");
        _deadLettered = _meter.CreateCounter<long>("rocket_stream_dead_lettered", description: "Messages that a subscription could not handle");
        Gauge("rocket_stream_depth", null, "Messages behind the checkpoint", status => status.Depth);
        Gauge("rocket_stream_oldest_age", "s", "Age of the oldest message that waits for a subscriber", status => (long)status.OldestAge.TotalSeconds);
        Gauge("rocket_stream_cache_messages", null, "Messages in the cache", status => status.CacheMessages);
        Gauge("rocket_stream_cache_bytes", "By", "Bytes in the cache", status => status.CacheBytes);
        Gauge("rocket_stream_cursors", null, "Subscriptions that are being served", status => status.Cursors);
        Gauge("rocket_stream_cursors_behind", null, "Subscriptions that are behind the cache and read the log", status => status.CursorsBehind);
    }

    /// <summary>Counts an attempt to deliver a message.</summary>
    public void Attempted(QueueName queue) => Count(_attempted, queue);

    /// <summary>Counts a message.</summary>
    public void Delivered(QueueName queue) => Count(_delivered, queue);

    /// <summary>Counts a message.</summary>
    public void DeadLettered(QueueName queue) => Count(_deadLettered, queue);

    public void Dispose() => _meter.Dispose();

    private void Count(Counter<long> counter, QueueName queue)
    {
        if (counter.Enabled)
            counter.Add(1, new("provider", _provider.Name), new("partition", queue.Queue));
    }

    private void Gauge(string name, string? unit, string description, Func<PartitionStatus, long> value) => _meter.CreateObservableGauge(
        name,
        () => _provider.Partitions.Select(partition => new Measurement<long>(value(partition.Status), new("provider", _provider.Name), new("partition", partition.Name.Queue))),
        unit,
        description);
}
