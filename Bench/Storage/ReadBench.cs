using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Bench.Storage;

/// <summary>Reads one queue's log, which lies in the page cache, from its beginning to its end, again and again.</summary>
internal sealed class ReadBench : IBench
{
    /// <summary>Much more than the processor's caches hold.</summary>
    private const long DataBytes = 512 * 1024 * 1024;

    private const int ReadBytes = 1024 * 1024;

    public string Name => "read";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await run.Limits.Sample(LimitKind.Checksum);
        await using var log = new BenchLog(run.Directory.Next("read"), run.Options);
        var batch = new ProducedBatch(run.Options.Batch, run.Options.MessageSize);
        run.Progress("read: writing what is to be read");
        for (var written = 0L; written < Math.Min(DataBytes, run.Options.MaxBytes); written += batch.BodyBytes)
            log.Append(batch);
        Measure("as it is", static _ => 0);
        Measure("verified", static batch =>
        {
            batch.Verify();
            return 0;
        });
        Measure("verified, each record decoded", static batch =>
        {
            batch.Verify();
            var sum = 0L;
            foreach (var record in batch.Records)
                sum += record.Offset + record.Body.Length + record.TagHash;
            return sum;
        });
        await run.Limits.Sample(LimitKind.Checksum);

        void Measure(string name, Func<RecordBatch, long> take)
        {
            run.Progress($"read: {name}");
            Read(log.Queue, run.Options.WarmUp, take, cancellationToken);
            run.Figures.Add(Read(log.Queue, run.Options.Duration, take, cancellationToken) with { Case = name });
        }
    }

    private static Figure Read(QueueLog log, TimeSpan duration, Func<RecordBatch, long> take, CancellationToken cancellationToken)
    {
        var meter = Meter.Start(duration);
        var (count, bytes, batches, sum) = (0L, 0L, 0L, 0L);
        for (var offset = log.StartOffset; meter.IsRunning;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = log.Read(offset, ReadBytes, log.EndOffset);
            if (read.Status == ReadStatus.AtEnd)
            {
                offset = log.StartOffset;
                continue;
            }

            if (read.Status != ReadStatus.Found)
                throw new InvalidOperationException($"the log cannot be read at {offset}: {read.Status}");
            var rest = read.Batches;
            while (RecordBatch.TryRead(rest, out var batch, out rest))
            {
                sum += take(batch);
                count += batch.RecordCount;
                batches++;
            }

            bytes += read.Batches.Length;
            offset = read.NextOffset;
        }

        GC.KeepAlive(sum);
        return new Figure("read", "") { Count = count, Bytes = bytes, Batches = batches, Elapsed = meter.Elapsed, Allocated = meter.Allocated, Processor = meter.Processor, Limit = LimitKind.Checksum };
    }
}
