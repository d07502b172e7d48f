using OrleansRocket.Log.Files;

namespace OrleansRocket.Tests.Log.Files;

/// <summary>An open file, or a mapping, of <see cref="MemoryLogFiles"/>.</summary>
internal sealed unsafe class MemoryLogFile(string path, MemoryFile file) : ILogFile, IFileMapping
{
    public string Path => path;

    public long Length => file.Length;

    public byte* Start => file.Start;

    public void SetLength(long length) => file.SetLength(path, length);

    public void Allocate(long offset, long length)
    {
        if (offset + length > file.Length)
            file.SetLength(path, offset + length);
    }

    public int Read(Span<byte> buffer, long offset)
    {
        var count = (int)Math.Clamp(file.Length - offset, 0, buffer.Length);
        file.Content.Slice((int)Math.Min(offset, file.Length), count).CopyTo(buffer);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (offset + bytes.Length > file.Length)
            file.SetLength(path, offset + bytes.Length);
        bytes.CopyTo(file.Content[(int)offset..]);
    }

    public long NextData(long offset)
    {
        var next = file.Content[(int)offset..].IndexOfAnyExcept((byte)0);
        return next < 0 ? -1 : offset + next;
    }

    public void Sync() => file.Sync();

    public IFileMapping Map(long length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, file.Length);
        return new MemoryLogFile(path, file);
    }

    public void Populate(long offset, long length)
    {
        // All of it is in memory.
    }

    public void Flush(long offset, long length) => file.Sync(offset, length);

    public void Dispose()
    {
        // The memory belongs to the file system.
    }
}
