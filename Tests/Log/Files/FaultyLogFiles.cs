using OrleansRocket.Log.Files;

namespace OrleansRocket.Tests.Log.Files;

/// <summary>
/// Another file system with faults: before each call that can fail it asks <see cref="Fault"/> with the call's name and path,
/// and fails with the error number that it answers (0: none).
/// </summary>
internal sealed class FaultyLogFiles(ILogFiles inner) : ILogFiles
{
    public const int NoSpace = 28;
    public const int IoError = 5;
    private int _calls;

    public Func<string, string, int>? Fault { get; set; }

    /// <summary>Asked before each write with the file and the number of bytes: so many of them are written, and then the call fails with an
    /// input/output error. Null: it is written as a whole.</summary>
    public Func<string, int, int?>? Tear { get; set; }

    /// <summary>Called between the part of a write that was <see cref="Tear"/>n and its failure.</summary>
    public Action? Torn { get; set; }

    /// <summary>Calls so far.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public string BootId => inner.BootId;

    public int ProcessId => inner.ProcessId;

    /// <summary>Set to replace what the file system says of its space.</summary>
    public DiskSpace? FakeSpace { get; set; }

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public void CreateDirectory(string path)
    {
        Check("mkdir", path);
        inner.CreateDirectory(path);
    }

    public IReadOnlyList<string> List(string directory)
    {
        Check("readdir", directory);
        return inner.List(directory);
    }

    public ILogFile Open(string path, LogFileMode mode)
    {
        Check("open", path);
        return new FaultyFile(this, inner.Open(path, mode));
    }

    public void Move(string from, string to)
    {
        Check("rename", to);
        inner.Move(from, to);
    }

    public void Delete(string path)
    {
        Check("unlink", path);
        inner.Delete(path);
    }

    public void DeleteDirectory(string path)
    {
        Check("rmdir", path);
        inner.DeleteDirectory(path);
    }

    public void SyncDirectory(string path)
    {
        Check("fsync", path);
        inner.SyncDirectory(path);
    }

    /// <summary>Set to be a system that cannot flush a file system reliably.</summary>
    public bool HasNoFileSystem { get; init; }

    public IFileSystem? OpenFileSystem(string directory)
    {
        Check("opendir", directory);
        if (HasNoFileSystem)
            return null;
        return inner.OpenFileSystem(directory) is { } fileSystem ? new FaultyFileSystem(this, directory, fileSystem) : null;
    }

    public IDisposable? TryLock(string path, out int holderProcessId)
    {
        Check("flock", path);
        return inner.TryLock(path, out holderProcessId);
    }

    public DiskSpace Space(string path)
    {
        Check("statvfs", path);
        return FakeSpace ?? inner.Space(path);
    }

    private void Check(string call, string path)
    {
        Interlocked.Increment(ref _calls);
        if (Fault?.Invoke(call, path) is { } errno and not 0)
            throw new LogFileException(call, path, errno);
    }

    private sealed class FaultyFile(FaultyLogFiles owner, ILogFile inner) : ILogFile
    {
        public string Path => inner.Path;

        public long Length => inner.Length;

        public void SetLength(long length)
        {
            owner.Check("ftruncate", Path);
            inner.SetLength(length);
        }

        public void Allocate(long offset, long length)
        {
            owner.Check("fallocate", Path);
            inner.Allocate(offset, length);
        }

        public int Read(Span<byte> buffer, long offset)
        {
            owner.Check("pread", Path);
            return inner.Read(buffer, offset);
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            owner.Check("pwrite", Path);
            if (owner.Tear?.Invoke(Path, bytes.Length) is { } written)
            {
                inner.Write(bytes[..written], offset);
                owner.Torn?.Invoke();
                throw new LogFileException("pwrite", Path, IoError);
            }

            inner.Write(bytes, offset);
        }

        public long NextData(long offset)
        {
            owner.Check("lseek", Path);
            return inner.NextData(offset);
        }

        public void Sync()
        {
            owner.Check("fdatasync", Path);
            inner.Sync();
        }

        public IFileMapping Map(long length)
        {
            owner.Check("mmap", Path);
            return new FaultyMapping(owner, Path, inner.Map(length));
        }

        public void Dispose() => inner.Dispose();
    }

    private sealed class FaultyFileSystem(FaultyLogFiles owner, string path, IFileSystem inner) : IFileSystem
    {
        public void Sync()
        {
            owner.Check("syncfs", path);
            inner.Sync();
        }

        public void Dispose() => inner.Dispose();
    }

    private sealed unsafe class FaultyMapping(FaultyLogFiles owner, string path, IFileMapping inner) : IFileMapping
    {
        public byte* Start => inner.Start;

        public long Length => inner.Length;

        public void Populate(long offset, long length) => inner.Populate(offset, length);

        public void Flush(long offset, long length)
        {
            owner.Check("msync", path);
            inner.Flush(offset, length);
        }

        public void Dispose() => inner.Dispose();
    }
}
