using System.Diagnostics;
using System.Globalization;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Runs <see cref="ClusterSimulation"/> under many seeds, on all cores.</summary>
internal static class ClusterSeeds
{
    public const string Usage = "usage: --seeds A..B [--mutant NAME] [--threads N] [--all] [--verbose] | --seed N";

    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(30);

    public static string ReplayCommand(int seed) => $"dotnet run -c Release --project Tests/Simulation -- --seeds {seed}..{seed} --verbose";

    /// <summary>Runs seeds until one fails, or all.</summary>
    /// <returns>The outcomes in the order of their ends.</returns>
    public static List<ClusterOutcome> Run(
        int first, int last, Mutant mutant = Mutant.None, int threads = 0, bool all = false, TextWriter? output = null, Action<ClusterOutcome>? done = null)
    {
        var outcomes = new List<ClusterOutcome>();
        Parallel.For(first, last + 1, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount }, (seed, loop) =>
        {
            var outcome = ClusterSimulation.Run(ClusterPlan.Of(seed) with { Mutant = mutant }, output);
            lock (outcomes)
            {
                outcomes.Add(outcome);
                done?.Invoke(outcome);
            }

            if (outcome.Failure is not null && !all)
                loop.Stop();
        });
        return outcomes;
    }

    /// <returns>0 when all seeds have passed, 1 when one has failed or a fault never struck, 2 for arguments that make no sense.</returns>
    public static int Execute(string[] args, TextWriter output)
    {
        if (!TryParse(args, out var first, out var last, out var threads, out var mutant, out var all, out var isVerbose))
        {
            output.WriteLine(Usage);
            return 2;
        }

        var watch = Stopwatch.StartNew();
        var reported = TimeSpan.Zero;
        var count = 0;
        var outcomes = Run(first, last, mutant, threads, all, isVerbose ? output : null, outcome =>
        {
            count++;
            if (outcome.Failure is { } failure)
                output.WriteLine($"seed {outcome.Seed} failed after {outcome.Steps} steps: {(failure.InnerException ?? failure).Message}");
            if (watch.Elapsed - reported < ReportPeriod)
                return;
            reported = watch.Elapsed;
            output.WriteLine($"{count} seeds after {watch.Elapsed:hh\\:mm\\:ss}");
        });
        return Report(outcomes, watch.Elapsed, last - first + 1, output);
    }

    private static int Report(List<ClusterOutcome> outcomes, TimeSpan took, int wanted, TextWriter output)
    {
        var hits = new FaultHits();
        outcomes.ForEach(outcome => hits.Add(outcome.Hits));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{outcomes.Count} seeds in {took.TotalSeconds:F0} s: {outcomes.Sum(o => o.Simulated.TotalHours):F1} h simulated, {outcomes.Sum(o => o.Steps)} steps (at most {outcomes.Max(o => o.Steps)}), {outcomes.Sum(o => o.Acknowledged)} messages acknowledged, {outcomes.Sum(o => o.Consumed)} consumed, {outcomes.Sum(o => o.Unsure)} unsure, {outcomes.Sum(o => o.Released)} released after being held"));
        output.WriteLine($"faults: {hits}");
        if (outcomes.Count == 1)
            output.WriteLine($"trace {outcomes[0].TraceHash}");
        if (hits.Never.ToList() is { Count: > 0 } never)
            output.WriteLine($"never: {string.Join(", ", never)}");
        foreach (var failed in outcomes.Where(outcome => outcome.Failure is not null).OrderBy(outcome => outcome.Seed))
        {
            output.WriteLine($"seed {failed.Seed} failed: {failed.Failure!.InnerException ?? failed.Failure}");
            output.WriteLine($"replay: {ReplayCommand(failed.Seed)}");
        }

        return outcomes.Count == wanted && outcomes.TrueForAll(outcome => outcome.Failure is null) ? 0 : 1;
    }

    private static bool TryParse(string[] args, out int first, out int last, out int threads, out Mutant mutant, out bool all, out bool isVerbose)
    {
        (first, last, threads, mutant, all, isVerbose) = (1, 0, 0, Mutant.None, false, false);
        for (var index = 0; index < args.Length; index++)
        {
            var value = index + 1 < args.Length ? args[index + 1] : "";
            switch (args[index])
            {
                case "--all":
                    all = true;
                    continue;
                case "--verbose":
                    isVerbose = true;
                    continue;
                case "--seeds" when value.Split("..") is [var from, var to] && int.TryParse(from, out first) && int.TryParse(to, out last):
                case "--seed" when int.TryParse(value, out first):
                case "--threads" when int.TryParse(value, out threads):
                case "--mutant" when Enum.TryParse(value, ignoreCase: true, out mutant):
                    if (args[index] == "--seed")
                        last = first;
                    index++;
                    continue;
                default:
                    return false;
            }
        }

        return first <= last;
    }
}
