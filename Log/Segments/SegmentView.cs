using System.Buffers;
using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Segments;

/// <summary>
/// A mapping as memory. Every <see cref="System.Memory{T}"/> that a read hands out refers to this object, so that the garbage
/// collector knows whether anyone can still read: <see cref="ViewReaper"/> unmaps only what it has found unreachable.
/// </summary>
internal sealed unsafe class SegmentView : MemoryManager<byte>
{
    private const int CollectionsOfGrace = 3;
    private int _collections;

    public SegmentView(IFileMapping mapping)
    {
        Mapping = mapping;
        Pointer = mapping.Pointer;
        Length = checked((int)mapping.Length);

        // The reaper owns the mapping. Only a view that outlives its store needs the finalizer; see Orphan.
        GC.SuppressFinalize(this);
    }

    ~SegmentView()
    {
        // A span of the view may be on some thread's stack although its memory is not: wait for a few more collections, which
        // stop every thread, before the pages go.
        if (_collections++ < CollectionsOfGrace)
            GC.ReRegisterForFinalize(this);
        else
            Mapping.Dispose();
    }

    public IFileMapping Mapping { get; }

    public byte* Pointer { get; }

    public int Length { get; }

    public override Span<byte> GetSpan() => new(Pointer, Length);

    public ReadOnlySpan<byte> Slice(long position, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position + length, Length, nameof(length));
        return new ReadOnlySpan<byte>(Pointer + position, (int)length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, Length);
        return new MemoryHandle(Pointer + elementIndex, default, this);
    }

    public override void Unpin()
    {
        // Pages of a mapping never move; the handle keeps this object, and with it the mapping, alive.
    }

    /// <summary>The store closes while someone may still read: from now on the view unmaps itself.</summary>
    public void Orphan() => GC.ReRegisterForFinalize(this);

    protected override void Dispose(bool disposing)
    {
        // A holder of a Memory cannot take the pages away from the others.
    }
}
