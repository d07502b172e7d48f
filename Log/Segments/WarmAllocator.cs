using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Segments;

/// <summary>
/// Brings fresh space into the page cache by writing zeros. The kernel then uses large folios, and faulting them into a mapping
/// costs a third of faulting single pages in. Not for queues that flush each batch: a flush writes whole folios.
/// </summary>
internal static class WarmAllocator
{
    private const int ChunkBytes = 1024 * 1024;
    private static readonly byte[] Zeros = new byte[ChunkBytes];

    /// <summary>Writes zeros over a range that was never written, and that nobody writes meanwhile.</summary>
    public static void Fill(ILogFile file, long offset, long length)
    {
        for (var done = 0L; done < length;)
        {
            var part = (int)Math.Min(ChunkBytes, length - done);
            file.Write(Zeros.AsSpan(0, part), offset + done);
            done += part;
        }
    }
}
