using System.Globalization;
using OrleansRocket.Bench.Measuring;
using OrleansRocket.Bench.Messaging;

namespace OrleansRocket.Bench.Peers;

/// <summary>What is asked of our broker on two cores with messages of 1 KiB, beside what was measured and what RocketMQ itself does.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Unit">The unit of the numbers.</param>
/// <param name="Asked">What is asked for: at least, or for durations at most.</param>
/// <param name="Best">Our best round.</param>
/// <param name="Median">Our median round.</param>
/// <param name="IsMet">True when the best round reaches it.</param>
/// <param name="RocketMq">RocketMQ 4.9.0 on such a machine, as published; null where nothing is known. A reference, not measured here.</param>
internal sealed record Goal(string Workload, string Unit, double Asked, double Best, double Median, bool IsMet, double? RocketMq = null)
{
    private const string Ours = "OrleansRocket";
    private const string Jetstream = "NATS JetStream";

    private delegate double Value(Figure figure);

    /// <summary>The goals of which the figures say something.</summary>
    public static IReadOnlyList<Goal> Of(FigureBook figures, BenchOptions options)
    {
        var goals = new List<Goal>();
        AtLeast(Peers.Workload.Window, "messages/s", 150_000, 17_000, figure => figure.PerSecond);
        Ratio("x NATS JetStream, awaited single sends", Find(Peers.Workload.Window), Find(Peers.Workload.Window, Jetstream), 1.5);
        AtLeast(Peers.Workload.Batches, "MB/s", 300, 121, figure => figure.MegabytesPerSecond);
        if (Find(Peers.Workload.OneByOne) is { } latency)
        {
            var (best, median) = (figures.Rounds(latency).Min(P50), figures.Median(latency, P50));
            goals.Add(new Goal(Peers.Workload.OneByOne, "ms p50, at most", 0.15, best, median, best <= 0.15, 0.28));
        }

        AtLeast(Peers.Workload.Consume, "messages/s", 500_000, 145_000, figure => figure.PerSecond);
        AtLeast(Peers.Workload.Flushed, "messages/s", 25_000, 7_000, figure => figure.PerSecond);
        foreach (var sends in new[] { "batches", "single sends" })
        {
            var many = TopicsBench.CaseOf(options.Topics, sends);
            Ratio($"x one topic: {many}", Find(many), Find(TopicsBench.CaseOf(1, sends)), 0.8);
        }

        return goals;

        Figure? Find(string workload, string system = Ours) =>
            figures.All.FirstOrDefault(figure => figure.Bench == "peers" && figure.Case == workload && figure.System == system);

        void AtLeast(string workload, string unit, double asked, double reference, Value value)
        {
            if (Find(workload) is { } figure)
                goals.Add(new Goal(workload, unit, asked, value(figure), figures.Median(figure, each => value(each)), value(figure) >= asked, reference));
        }

        void Ratio(string name, Figure? figure, Figure? other, double asked)
        {
            if (figure is null || other is null)
                return;
            var best = figure.PerSecond / other.PerSecond;
            var median = figures.Median(figure, each => each.PerSecond) / figures.Median(other, each => each.PerSecond);
            goals.Add(new Goal(name, "ratio", asked, best, median, best >= asked));
        }
    }

    /// <summary>A number as it is printed.</summary>
    public static string Text(double value) => value.ToString(value >= 1000 ? "N0" : value >= 10 ? "N1" : "N3", CultureInfo.InvariantCulture);

    private static double P50(Figure figure) => figure.Latency!.Microseconds(0.5) / 1000;
}
