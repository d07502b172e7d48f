using System.Diagnostics.Metrics;

namespace OrleansRocket.Silo.Metrics;

/// <summary>
/// Listens to the broker's and the runtime's meters, and writes what they say when it is asked. Observable instruments are read at that
/// moment; histograms are added up as they come, without allocating.
/// </summary>
internal sealed class MetricCollector : IDisposable
{
    private static readonly HashSet<string> Meters = ["OrleansRocket.Broker", ProcessMetrics.MeterName, "System.Runtime"];

    private readonly MeterListener _listener = new();
    private readonly ProcessMetrics _process = new();
    private readonly Lock _collecting = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    public MetricCollector()
    {
        _listener.InstrumentPublished = Listen;
        _listener.MeasurementsCompleted = Forget;
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Measured(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Measured(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Measured(value, tags));
        _listener.Start();
    }

    /// <summary>All figures now, as Prometheus reads them.</summary>
    public string Collect()
    {
        lock (_collecting)
        {
            foreach (var family in _families.Values)
                family.Begin();
            Observe();
            var text = new PrometheusText();
            foreach (var family in _families.Values)
                family.Write(text);
            return text.ToString();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _process.Dispose();
    }

    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // A figure of a broker that is just stopping: the others have been told all the same, and nobody must suffer for being watched.
        }
    }

    private void Listen(Instrument instrument, MeterListener listener)
    {
        if (!Meters.Contains(instrument.Meter.Name))
            return;
        var family = MetricFamily.Of(instrument);
        lock (_collecting)
        {
            // Several silos in one process have the same instruments, with other labels.
            if (!_families.TryAdd(family.Key, family))
                return;
        }

        listener.EnableMeasurementEvents(instrument, family);
    }

    private void Forget(Instrument instrument, object? state)
    {
        if (state is not MetricFamily family)
            return;
        lock (_collecting)
            _families.Remove(family.Key);
    }
}
