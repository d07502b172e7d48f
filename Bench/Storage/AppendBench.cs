using System.Diagnostics;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Storage;

/// <summary>Appends to one queue's log.</summary>
internal sealed class AppendBench : IBench
{
    /// <summary>The log keeps so many segments of data, and reuses the files of those that it retires.</summary>
    private const int KeptSegments = 2;

    /// <summary>Appending so many segments before measuring lets the first files come round.</summary>
    private const int WarmUpSegments = 10;

    /// <summary>A burst begins when at least so many files are ready.</summary>
    private const int MinBurstSegments = 2;

    /// <summary>How often in a row, a millisecond apart, the same number of files must be ready until no more are expected.</summary>
    private const int SteadyLooks = 50;

    /// <summary>How long the log may take to get them ready. It zeroes and flushes them, which the disk decides.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "append";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await run.Limits.Sample(Limit(run.Options));
        run.Figures.Add(await Fresh(run, cancellationToken));
        run.Figures.Add(await Reused(run, cancellationToken));
        if (run.Options.Flush == FlushMode.Async)
            await Bursts(run, cancellationToken);
        await run.Limits.Sample(Limit(run.Options));
    }

    private static LimitKind Limit(BenchOptions options) => options.Flush == FlushMode.Sync ? LimitKind.Flush : LimitKind.WarmCopy;

    private static async Task<Figure> Fresh(BenchRun run, CancellationToken cancellationToken)
    {
        run.Progress("append: fresh segments");
        var batch = new ProducedBatch(run.Options.Batch, run.Options.MessageSize);
        await using (var warm = new BenchLog(run.Directory.Next("append-warm"), run.Options))
            await Append(warm, batch, run.Options, run.Options.WarmUp, run.Options.MaxBytes / 4, cancellationToken);
        await using var log = new BenchLog(run.Directory.Next("append"), run.Options);
        batch = new ProducedBatch(run.Options.Batch, run.Options.MessageSize);
        return await Append(log, batch, run.Options, run.Options.Duration, run.Options.MaxBytes, cancellationToken) with { Case = "fresh segments" };
    }

    private static async Task<Figure> Reused(BenchRun run, CancellationToken cancellationToken)
    {
        run.Progress("append: reused segments");
        var batch = new ProducedBatch(run.Options.Batch, run.Options.MessageSize);
        await using var log = new BenchLog(run.Directory.Next("append"), run.Options, (long)KeptSegments * run.Options.SegmentBytes);
        await Append(log, batch, run.Options, run.Options.Duration, (long)WarmUpSegments * run.Options.SegmentBytes, cancellationToken);
        return await Append(log, batch, run.Options, run.Options.Duration, long.MaxValue, cancellationToken) with { Case = "reused segments" };
    }

    /// <summary>
    /// Bursts into segments whose pages are in memory, flushed by the interval only: what the limit does too. Without the pauses in
    /// between, the disk and not the log would be measured. Each burst is a figure of its own, so that the best of them counts.
    /// </summary>
    private static async Task Bursts(BenchRun run, CancellationToken cancellationToken)
    {
        run.Progress("append: bursts into warm segments");
        var options = run.Options;
        var batch = new ProducedBatch(options.Batch, options.MessageSize);
        await using var log = new BenchLog(run.Directory.Next("append"), options, (long)KeptSegments * options.SegmentBytes, flushBytes: int.MaxValue);
        await Append(log, batch, options, Patience, (long)WarmUpSegments * options.SegmentBytes, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        do
        {
            var segments = await WaitForSpares(log, cancellationToken);
            if (segments < MinBurstSegments)
                throw new InvalidOperationException($"the log had only {segments} spare segments ready within {Patience}");
            while (log.Spares == segments)
                log.Append(batch);
            var burst = await Append(log, batch, options, Patience, (segments - 1) * (long)options.SegmentBytes, cancellationToken);
            run.Figures.Add(burst with { Case = "burst into warm segments" });
        }
        while (Stopwatch.GetElapsedTime(started) < options.Duration);
    }

    /// <summary>Waits until the log has got ready what it can.</summary>
    private static async Task<int> WaitForSpares(BenchLog log, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var (spares, steady) = (log.Spares, 0);
        while ((spares < MinBurstSegments || steady < SteadyLooks) && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(1, cancellationToken);
            steady = log.Spares == spares ? steady + 1 : 0;
            spares = log.Spares;
        }

        return spares;
    }

    private static async Task<Figure> Append(
        BenchLog log, ProducedBatch batch, BenchOptions options, TimeSpan duration, long maxBytes, CancellationToken cancellationToken)
    {
        var latency = new LatencyHistogram();
        var meter = Meter.Start(duration);
        var count = 0L;
        for (; meter.IsRunning && count * batch.BodyBytes < maxBytes; count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            var end = log.Append(batch);
            if (options.Flush == FlushMode.Sync)
                await log.Queue.WaitDurable(end, cancellationToken);
            latency.RecordSince(started);
        }

        return new Figure("append", "")
        {
            Count = count * batch.Messages,
            Bytes = count * batch.BodyBytes,
            Batches = count,
            Elapsed = meter.Elapsed,
            Allocated = meter.Allocated,
            Processor = meter.Processor,
            Latency = latency,
            Limit = Limit(options),
        };
    }
}
