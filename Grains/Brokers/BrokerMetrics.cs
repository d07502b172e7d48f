using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Brokers;

/// <summary>
/// The broker's figures, by the names of RocketMQ's own exporter where it has such a figure, so that existing dashboards fit. All but the
/// latency are read from counters when somebody asks: nobody asking, they cost nothing.
/// </summary>
internal sealed class BrokerMetrics : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "OrleansRocket.Broker";

    private static readonly double[] LatencyBuckets =
        [0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    private readonly BrokerStore _store;
    private readonly BrokerCounters _counters;
    private readonly StoreUsage _usage;
    private readonly RouteCache _routes;
    private readonly Meter _meter;
    private readonly Histogram<double> _appendLatency;
    private readonly TimeProvider _time;

    public BrokerMetrics(
        BrokerStore store,
        BrokerCounters counters,
        StoreUsage usage,
        RouteCache routes,
        TimeProvider time,
        ILocalSiloDetails silo,
        IOptions<ClusterOptions> cluster)
    {
        _store = store;
        _counters = counters;
        _usage = usage;
        _routes = routes;
        _time = time;
        _meter = new Meter(new MeterOptions(MeterName)
        {
            Tags = [new("cluster", cluster.Value.ClusterId), new("node_type", "broker"), new("node_id", silo.Name)],
        });
        _appendLatency = _meter.CreateHistogram(
            "rocketmq_append_latency_seconds",
            "s",
            "From the arrival of a batch until it can be acknowledged",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = LatencyBuckets });
    }

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(BrokerMetrics), ServiceLifecycleStage.Active, Start, Stop);

    /// <summary>The time at which something begins that <see cref="Appended"/> will measure; 0 while nobody measures.</summary>
    public long Begin() => _appendLatency.Enabled ? _time.GetTimestamp() : 0;

    /// <summary>A batch can be acknowledged.</summary>
    /// <param name="begun">What <see cref="Begin"/> returned.</param>
    public void Appended(long begun)
    {
        if (begun != 0)
            _appendLatency.Record(_time.GetElapsedTime(begun).TotalSeconds);
    }

    public void Dispose() => _meter.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        ByTopic("rocketmq_messages_in_total", "{message}", "Messages stored", traffic => traffic.MessagesIn);
        ByTopic("rocketmq_messages_out_total", "{message}", "Messages read, each as often as it was read", traffic => traffic.MessagesOut);
        ByTopic("rocketmq_throughput_in_total", "By", "Bytes stored, batch headers included", traffic => traffic.BytesIn);
        ByTopic("rocketmq_throughput_out_total", "By", "Bytes read, batch headers included", traffic => traffic.BytesOut);
        _meter.CreateObservableCounter("rocketmq_traces_dropped_total", () => _counters.TracesDropped, "{trace}", "Traces of messages that were not written");
        _meter.CreateObservableCounter("rocketmq_storage_flushes_total", () => _store.Log.Flushes, "{flush}", "Flushes of a queue to disk");
        _meter.CreateObservableGauge("rocketmq_topic_number", () => _routes.Table.Topics.Count(), "{topic}", "Topics of the cluster, the system's too");
        _meter.CreateObservableGauge("rocketmq_queue_number", () => _usage.Measure().Queues, "{queue}", "Queues in this broker's store");
        _meter.CreateObservableGauge("rocketmq_storage_size", () => _usage.Measure().Bytes, "By", "Bytes of this store's segment files");
        _meter.CreateObservableGauge("rocketmq_storage_disk_size", () => _store.Log.Disk.TotalBytes, "By", "Size of the disk under the store");
        _meter.CreateObservableGauge("rocketmq_storage_disk_free", () => _store.Log.Disk.FreeBytes, "By", "What is free on that disk");
        _meter.CreateObservableGauge("rocketmq_broker_permission", () => _store.WhyNotWritable() is null ? 6 : 4, null, "6: can be read and written, 4: can be read");
        return Task.CompletedTask;
    }

    /// <summary>Nobody must ask a store that is closed.</summary>
    private Task Stop(CancellationToken cancellationToken)
    {
        _meter.Dispose();
        return Task.CompletedTask;
    }

    private void ByTopic(string name, string unit, string description, Func<Traffic, long> figure) =>
        _meter.CreateObservableCounter(
            name,
            () => _counters.Topics.Select(topic => new Measurement<long>(
                figure(topic.Value.Traffic), new("topic", topic.Key), new("is_system", SystemTopic.IsSystem(topic.Key) ? "true" : "false"))),
            unit,
            description);
}
