using System.Buffers;
using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Segments;

/// <summary>
/// A mapping as memory. Every <see cref="System.Memory{T}"/> that a read hands out refers to this object, so that the garbage
/// collector knows whether anyone can still read: <see cref="ViewReaper"/> unmaps only what it has found unreachable.
/// </summary>
internal sealed unsafe class SegmentView : MemoryManager<byte>
{
    private OrphanGuard? _guard;
    private bool _read;

    public SegmentView(IFileMapping mapping)
    {
        Mapping = mapping;
        Start = mapping.Start;
        Length = checked((int)mapping.Length);
    }

    public IFileMapping Mapping { get; }

    public byte* Start { get; }

    public int Length { get; }

    /// <summary>Whether a reader may have a part of it.</summary>
    public bool WasRead => Volatile.Read(ref _read);

    /// <summary>
    /// To be called before a reader touches the bytes. True the first time: then, and only then, whoever retires the segment may
    /// not have seen it yet.
    /// </summary>
    public bool MarkRead()
    {
        if (_read)
            return false;
        Volatile.Write(ref _read, true);
        Interlocked.MemoryBarrier();
        return true;
    }

    public override Span<byte> GetSpan() => new(Start, Length);

    public ReadOnlySpan<byte> Slice(long position, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position + length, Length, nameof(length));
        return new ReadOnlySpan<byte>(Start + position, (int)length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, Length);
        return new MemoryHandle(Start + elementIndex, default, this);
    }

    public override void Unpin()
    {
        // Pages of a mapping never move; the handle keeps this object, and with it the mapping, alive.
    }

    /// <summary>The store closes while someone may still read: from now on the view unmaps itself.</summary>
    public void Orphan() => _guard = new OrphanGuard(Mapping);

    protected override void Dispose(bool disposing)
    {
        // A holder of a Memory cannot take the pages away from the others.
    }

    /// <summary>Dies with the view, and takes the mapping along.</summary>
    private sealed class OrphanGuard(IFileMapping mapping)
    {
        private const int CollectionsOfGrace = 3;
        private int _collections;

        ~OrphanGuard()
        {
            // A span of the view may be on some thread's stack although its memory is not: wait for a few more collections, which
            // stop every thread, before the pages go.
            if (_collections++ < CollectionsOfGrace)
                GC.ReRegisterForFinalize(this);
            else
                mapping.Dispose();
        }
    }
}
