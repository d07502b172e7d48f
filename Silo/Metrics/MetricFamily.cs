using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace OrleansRocket.Silo.Metrics;

/// <summary>One instrument, as Prometheus sees it.</summary>
internal abstract class MetricFamily(Instrument instrument, string type)
{
    private static readonly double[] DefaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>Families are written in the order of their keys; those of one name follow each other.</summary>
    public string Key { get; } = $"{NameOf(instrument, type)}\n{PrometheusText.Labels(instrument.Meter.Tags)}";

    /// <summary>The name.</summary>
    public string Name { get; } = NameOf(instrument, type);

    /// <summary>Labels of every line.</summary>
    protected string CommonLabels { get; } = PrometheusText.Labels(instrument.Meter.Tags);

    public static MetricFamily Of(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        if (kind == typeof(Histogram<>))
            return new HistogramFamily(instrument, (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? DefaultBuckets);
        if (kind == typeof(ObservableCounter<>))
            return new ObservedFamily(instrument, "counter");
        if (kind == typeof(ObservableGauge<>) || kind == typeof(ObservableUpDownCounter<>))
            return new ObservedFamily(instrument, "gauge");
        return new AddedFamily(instrument, kind == typeof(Counter<>) ? "counter" : "gauge", isSum: kind != typeof(Gauge<>));
    }

    /// <summary>A new collection begins.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Takes a measurement; on any thread.</summary>
    public abstract void Measured(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>Writes the samples.</summary>
    public void Write(PrometheusText text)
    {
        text.Header(Name, instrument.Description, type);
        WriteSamples(text);
    }

    protected abstract void WriteSamples(PrometheusText text);

    protected string LabelsWith(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return CommonLabels;
        var labels = PrometheusText.Labels(tags.ToArray());
        return CommonLabels.Length == 0 ? labels : $"{CommonLabels},{labels}";
    }

    /// <summary>Dots become underscores, and a unit and <c>_total</c> stand at the end unless they do already.</summary>
    private static string NameOf(Instrument instrument, string type)
    {
        var name = new StringBuilder();
        foreach (var character in instrument.Name)
            name.Append(char.IsAsciiLetterOrDigit(character) || character is '_' or ':' ? character : '_');
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };

        // RocketMQ's names stay as they are, also where they lack the unit.
        var isTheirs = instrument.Name.StartsWith("rocketmq_", StringComparison.Ordinal);
        if (!isTheirs && unit.Length > 0 && !name.ToString().Contains(unit, StringComparison.Ordinal))
            name.Append(unit);
        if (type == "counter" && !name.ToString().EndsWith("_total", StringComparison.Ordinal))
            name.Append("_total");
        return name.ToString();
    }

    /// <summary>Told anew at each collection.</summary>
    private sealed class ObservedFamily(Instrument instrument, string type) : MetricFamily(instrument, type)
    {
        private readonly SortedDictionary<string, double> _samples = new(StringComparer.Ordinal);

        public override void Begin() => _samples.Clear();

        public override void Measured(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _samples[LabelsWith(tags)] = value;

        protected override void WriteSamples(PrometheusText text)
        {
            foreach (var (labels, value) in _samples)
                text.Sample(Name, labels, value);
        }
    }

    /// <summary>Told as it happens: counters and gauges of the runtime, which are few and rare.</summary>
    private sealed class AddedFamily(Instrument instrument, string type, bool isSum) : MetricFamily(instrument, type)
    {
        private readonly Lock _lock = new();
        private readonly SortedDictionary<string, double> _samples = new(StringComparer.Ordinal);

        public override void Measured(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = LabelsWith(tags);
            lock (_lock)
                _samples[labels] = isSum ? _samples.GetValueOrDefault(labels) + value : value;
        }

        protected override void WriteSamples(PrometheusText text)
        {
            lock (_lock)
            {
                foreach (var (labels, value) in _samples)
                    text.Sample(Name, labels, value);
            }
        }
    }

    /// <summary>Distributions, without labels of their own.</summary>
    private sealed class HistogramFamily(Instrument instrument, IReadOnlyList<double> bounds) : MetricFamily(instrument, "histogram")
    {
        private readonly double[] _bounds = [.. bounds];
        private readonly long[] _counts = new long[bounds.Count + 1];
        private readonly Lock _lock = new();
        private double _sum;

        public override void Measured(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var bucket = Array.BinarySearch(_bounds, value);
            lock (_lock)
            {
                _counts[bucket >= 0 ? bucket : ~bucket]++;
                _sum += value;
            }
        }

        protected override void WriteSamples(PrometheusText text)
        {
            lock (_lock)
            {
                var count = 0L;
                for (var bucket = 0; bucket < _counts.Length; bucket++)
                {
                    count += _counts[bucket];
                    var bound = bucket < _bounds.Length ? _bounds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    text.Sample($"{Name}_bucket", CommonLabels.Length == 0 ? $"le=\"{bound}\"" : $"{CommonLabels},le=\"{bound}\"", count);
                }

                text.Sample($"{Name}_sum", CommonLabels, _sum);
                text.Sample($"{Name}_count", CommonLabels, count);
            }
        }
    }
}
