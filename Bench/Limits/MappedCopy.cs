using System.Diagnostics;
using OrleansRocket.Bench.Measuring;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Limits;

/// <summary>
/// What can be done with a mapped file, block by block, by the same calls of the operating system that the log makes, and without
/// anything of the log around them.
/// </summary>
internal sealed unsafe class MappedCopy(BenchRun run, int blockBytes)
{
    /// <summary>Much more than the processor's caches hold, so that copying back to the beginning finds memory, as the log does.</summary>
    private const long MaxRegionBytes = 256 * 1024 * 1024;

    private readonly ILogFiles _files = new LogEnvironment().Files;
    private readonly byte[] _block = Block(blockBytes);

    /// <summary>The blocks that fit the region; at least one.</summary>
    private int Blocks => (int)Math.Max(1, Math.Min(MaxRegionBytes, run.Options.MaxBytes) / blockBytes);

    private long Length => (long)Blocks * blockBytes;

    public Figure Warm(TimeSpan duration)
    {
        using var region = new Region(_files, run.Directory.Next("warm"), Length);
        region.Mapping.Populate(0, Length);
        CopyAll(region.Mapping);
        var meter = Meter.Start(duration);
        var count = 0L;
        while (meter.IsRunning)
            Copy(region.Mapping, (int)(count++ % Blocks));
        return Of(count, meter.Elapsed, meter.Processor);
    }

    public Figure Fresh(TimeSpan duration, bool populate)
    {
        var count = 0L;
        var (elapsed, processor) = (TimeSpan.Zero, TimeSpan.Zero);
        while (elapsed < duration)
        {
            using var region = new Region(_files, run.Directory.Next("fresh"), Length);
            var meter = Meter.Start(duration - elapsed);
            if (populate)
                region.Mapping.Populate(0, Length);
            for (var block = 0; block < Blocks && (populate || meter.IsRunning); block++, count++)
                Copy(region.Mapping, block);
            elapsed += meter.Elapsed;
            processor += meter.Processor;
        }

        return Of(count, elapsed, processor);
    }

    public Figure Checksum(TimeSpan duration)
    {
        using var region = new Region(_files, run.Directory.Next("checksum"), Length);
        CopyAll(region.Mapping);
        var meter = Meter.Start(duration);
        var count = 0L;
        var sum = 0u;
        while (meter.IsRunning)
            sum ^= Crc32C.Compute(new ReadOnlySpan<byte>(region.Mapping.Start + (count++ % Blocks * blockBytes), blockBytes));
        GC.KeepAlive(sum);
        return Of(count, meter.Elapsed, meter.Processor);
    }

    public Figure Flush(TimeSpan duration)
    {
        using var region = new Region(_files, run.Directory.Next("flush"), Length);
        CopyAll(region.Mapping);
        region.File.Sync();
        var latency = new LatencyHistogram();
        var meter = Meter.Start(duration);
        var count = 0L;
        do
        {
            var started = Stopwatch.GetTimestamp();
            Copy(region.Mapping, (int)(count++ % Blocks));
            region.File.Sync();
            latency.RecordSince(started);
        }
        while (meter.IsRunning);
        return Of(count, meter.Elapsed, meter.Processor) with { Unit = "flushes", Latency = latency };
    }

    /// <summary>Bytes that are neither zeros nor the same everywhere.</summary>
    internal static byte[] Block(int bytes)
    {
        var block = new byte[bytes];
        new Random(1).NextBytes(block);
        return block;
    }

    private void CopyAll(IFileMapping mapping)
    {
        for (var block = 0; block < Blocks; block++)
            Copy(mapping, block);
    }

    private void Copy(IFileMapping mapping, int block) => _block.CopyTo(new Span<byte>(mapping.Start + ((long)block * blockBytes), blockBytes));

    private Figure Of(long count, TimeSpan elapsed, TimeSpan processor) =>
        new("limit", "") { Unit = "blocks", Count = count, Bytes = count * blockBytes, Elapsed = elapsed, Processor = processor };

    /// <summary>A file with disk space behind all of it, mapped; gone when disposed.</summary>
    private sealed class Region : IDisposable
    {
        private readonly ILogFiles _files;

        public Region(ILogFiles files, string path, long length)
        {
            _files = files;
            File = files.Open(path, LogFileMode.Create);
            File.SetLength(length);
            File.Allocate(0, length);
            Mapping = File.Map(length);
        }

        public ILogFile File { get; }

        public IFileMapping Mapping { get; }

        public void Dispose()
        {
            Mapping.Dispose();
            File.Dispose();
            _files.Delete(File.Path);
        }
    }
}
