using System.Runtime.InteropServices;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Limits;

/// <summary>What can be done with plain memory.</summary>
internal static unsafe class MemoryLimit
{
    private const long RegionBytes = 256 * 1024 * 1024;

    public static Figure Copy(int blockBytes, TimeSpan duration)
    {
        var blocks = (int)Math.Max(1, RegionBytes / blockBytes);
        var length = (nuint)blocks * (nuint)blockBytes;
        var memory = (byte*)NativeMemory.Alloc(length);
        try
        {
            NativeMemory.Fill(memory, length, 1);
            var block = MappedCopy.Block(blockBytes);
            var meter = Meter.Start(duration);
            var count = 0L;
            while (meter.IsRunning)
                block.CopyTo(new Span<byte>(memory + (count++ % blocks * blockBytes), blockBytes));
            return new Figure("limit", "") { Unit = "blocks", Count = count, Bytes = count * blockBytes, Elapsed = meter.Elapsed, Processor = meter.Processor };
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }
}
