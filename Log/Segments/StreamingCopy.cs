using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OrleansRocket.Log.Segments;

/// <summary>
/// Copies into mapped pages past the processor's caches. An ordinary copy first reads each line of the target, which nobody
/// needs: writing past the caches takes two thirds of the time, and leaves what is in them to others.
/// </summary>
internal static unsafe class StreamingCopy
{
    /// <summary>Below this a reader is likely to find the bytes in a cache, and the copy is no cost.</summary>
    private const int MinBytes = 32 * 1024;

    private const int StepBytes = 128;

    public static void Copy(ReadOnlySpan<byte> source, byte* target)
    {
        if (source.Length < MinBytes || !Avx.IsSupported || !Vector256.IsHardwareAccelerated)
            source.CopyTo(new Span<byte>(target, source.Length));
        else
            CopyPastCaches(source, target);
    }

    private static void CopyPastCaches(ReadOnlySpan<byte> source, byte* target)
    {
        var head = (int)(-(nint)target & (Vector256<byte>.Count - 1));
        source[..head].CopyTo(new Span<byte>(target, head));
        var position = head;
        fixed (byte* from = source)
        {
            for (; position <= source.Length - StepBytes; position += StepBytes)
                CopyStep(from + position, target + position);
        }

        source[position..].CopyTo(new Span<byte>(target + position, source.Length - position));

        // Such stores are not ordered with others: the batch must be whole before its end is published.
        Sse.StoreFence();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyStep(byte* from, byte* to)
    {
        var size = Vector256<byte>.Count;
        var (first, second) = (Vector256.Load(from), Vector256.Load(from + size));
        var (third, fourth) = (Vector256.Load(from + 2 * size), Vector256.Load(from + 3 * size));
        Vector256.StoreAlignedNonTemporal(first, to);
        Vector256.StoreAlignedNonTemporal(second, to + size);
        Vector256.StoreAlignedNonTemporal(third, to + 2 * size);
        Vector256.StoreAlignedNonTemporal(fourth, to + 3 * size);
    }
}
