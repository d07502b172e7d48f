namespace OrleansRocket.Log.Files;

/// <summary>A shared mapping by mmap.</summary>
internal sealed unsafe class LinuxFileMapping : IFileMapping
{
    private readonly string _path;
    private byte* _pointer;

    public LinuxFileMapping(string path, byte* pointer, long length)
    {
        _path = path;
        _pointer = pointer;
        Length = length;
    }

    public byte* Start => _pointer;

    public long Length { get; }

    public void Populate(long offset, long length)
    {
        // Kernels before 5.14 answer EINVAL: the writer then takes the faults itself.
        var start = PageOf(offset, length, out var bytes);
        _ = LibC.Advise(start, (nint)bytes, LibC.AdvisePopulateWrite);
    }

    public void Flush(long offset, long length)
    {
        // msync with MS_SYNC runs the file system's fsync for the range, data only, and flushes the device's cache; unlike
        // fdatasync it does not write out the zero pages that were faulted in ahead of the writer.
        var start = PageOf(offset, length, out var bytes);
        if (LibC.SyncMapping(start, (nint)bytes, LibC.SyncWait) != 0)
            throw LibC.LastError("msync", _path);
    }

    public void Dispose()
    {
        if (_pointer == null)
            return;
        if (LibC.Unmap(_pointer, (nint)Length) != 0)
            throw LibC.LastError("munmap", _path);
        _pointer = null;
    }

    private byte* PageOf(long offset, long length, out long bytes)
    {
        ObjectDisposedException.ThrowIf(_pointer == null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Length, nameof(length));
        var page = Environment.SystemPageSize;
        var start = offset / page * page;
        bytes = offset + length - start;
        return _pointer + start;
    }
}
