using System.Runtime.InteropServices;

namespace OrleansRocket.Log.Files;

/// <summary>A file descriptor.</summary>
internal sealed unsafe class LinuxLogFile : ILogFile
{
    private const int ZeroChunkBytes = 64 * 1024;
    private readonly bool _writable;
    private int _descriptor;
    private bool _locked;

    public LinuxLogFile(string path, int descriptor, bool writable)
    {
        Path = path;
        _descriptor = descriptor;
        _writable = writable;
    }

    public string Path { get; }

    public long Length
    {
        get
        {
            var length = LibC.Seek(_descriptor, 0, LibC.SeekEnd);
            return length >= 0 ? length : throw LibC.LastError("lseek", Path);
        }
    }

    public void SetLength(long length)
    {
        while (LibC.SetLength(_descriptor, length) != 0)
            ThrowUnlessInterrupted("ftruncate");
    }

    public void Allocate(long offset, long length)
    {
        while (LibC.Allocate(_descriptor, 0, offset, length) != 0)
        {
            if (Marshal.GetLastPInvokeError() == LibC.NotSupported)
            {
                WriteZeros(offset, length);
                return;
            }

            ThrowUnlessInterrupted("fallocate");
        }
    }

    public int Read(Span<byte> buffer, long offset)
    {
        var total = 0;
        fixed (byte* start = buffer)
        {
            while (total < buffer.Length)
            {
                var read = LibC.ReadAt(_descriptor, start + total, buffer.Length - total, offset + total);
                if (read == 0)
                    break;
                if (read < 0)
                    ThrowUnlessInterrupted("pread");
                else
                    total += (int)read;
            }
        }

        return total;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* start = bytes)
        {
            var total = 0;
            while (total < bytes.Length)
            {
                var written = LibC.WriteAt(_descriptor, start + total, bytes.Length - total, offset + total);
                if (written < 0)
                    ThrowUnlessInterrupted("pwrite");
                else
                    total += (int)written;
            }
        }
    }

    public long NextData(long offset)
    {
        var next = LibC.Seek(_descriptor, offset, LibC.SeekData);
        if (next >= 0)
            return next;
        if (Marshal.GetLastPInvokeError() == LibC.NoSuchDeviceOrAddress)
            return -1;
        throw LibC.LastError("lseek", Path);
    }

    public void Sync()
    {
        if (LibC.SyncData(_descriptor) != 0)
            throw LibC.LastError("fdatasync", Path);
    }

    /// <summary>Takes the exclusive lock, which ends with <see cref="Dispose"/> or with the process.</summary>
    public bool TryLockExclusive()
    {
        while (LibC.Lock(_descriptor, LibC.LockExclusiveNoWait) != 0)
        {
            if (Marshal.GetLastPInvokeError() == LibC.WouldBlock)
                return false;
            ThrowUnlessInterrupted("flock");
        }

        _locked = true;
        return true;
    }

    public IFileMapping Map(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var protection = _writable ? LibC.ProtectRead | LibC.ProtectWrite : LibC.ProtectRead;
        var pointer = LibC.Map(null, (nint)length, protection, LibC.MapShared, _descriptor, 0);
        if ((nint)pointer == -1)
            throw LibC.LastError("mmap", Path);
        return new LinuxFileMapping(Path, pointer, length);
    }

    public void Dispose()
    {
        var descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor < 0)
            return;

        // Closing is not enough: a process that is just being started by another thread has a copy of the descriptor until it
        // runs its own program, and with it the lock.
        if (_locked)
            _ = LibC.Lock(descriptor, LibC.Unlock);
        _ = LibC.Close(descriptor);
    }

    /// <summary>What fallocate does, on a file system that has no such call; only ever asked for unwritten ranges.</summary>
    private void WriteZeros(long offset, long length)
    {
        Span<byte> chunk = stackalloc byte[ZeroChunkBytes];
        chunk.Clear();
        for (var done = 0L; done < length;)
        {
            var part = (int)Math.Min(ZeroChunkBytes, length - done);
            Write(chunk[..part], offset + done);
            done += part;
        }
    }

    private void ThrowUnlessInterrupted(string call)
    {
        if (Marshal.GetLastPInvokeError() != LibC.Interrupted)
            throw LibC.LastError(call, Path);
    }
}
