using OrleansRocket.Log.Files;

namespace OrleansRocket.Tests.Log.Files;

/// <summary>
/// Content of one file in native memory that never moves: what a running process sees, and what is on disk. Pages get memory
/// when they are touched.
/// </summary>
internal sealed unsafe class MemoryFile
{
    private const int ReservedBytes = 64 * 1024 * 1024;
    private const int SectorBytes = 512;
    private const int PrivateAnonymousNoReserve = 0x02 | 0x20 | 0x4000;

    private byte[] _durable = [];

    public MemoryFile()
    {
        Start = LibC.Map(null, ReservedBytes, LibC.ProtectRead | LibC.ProtectWrite, PrivateAnonymousNoReserve, -1, 0);
        if ((nint)Start == -1)
            throw LibC.LastError("mmap", "memory");
    }

    public byte* Start { get; }

    public int Length { get; private set; }

    public Span<byte> Content => new(Start, Length);

    public void SetLength(string path, long length)
    {
        if (length > ReservedBytes)
            throw new LogFileException("ftruncate", path, FaultyLogFiles.NoSpace);
        if (length < Length)
            new Span<byte>(Start + length, Length - (int)length).Clear();
        Length = (int)length;
    }

    /// <summary>Everything reaches the disk.</summary>
    public void Sync() => _durable = Content.ToArray();

    /// <summary>A range reaches the disk, and with it the length.</summary>
    public void Sync(long offset, long length)
    {
        Array.Resize(ref _durable, Length);
        Content.Slice((int)offset, (int)length).CopyTo(_durable.AsSpan((int)offset));
    }

    /// <summary>What the next process sees.</summary>
    public MemoryFile Copy()
    {
        var copy = new MemoryFile();
        copy.SetLength("", Length);
        Content.CopyTo(copy.Content);
        copy._durable = _durable;
        return copy;
    }

    /// <summary>
    /// What is on disk after the machine lost its memory: each sector that was not synced is there or not, as chance has it, and
    /// so is a new length.
    /// </summary>
    public MemoryFile AfterCrash(Random random)
    {
        var length = random.Next(2) == 0 ? _durable.Length : Length;
        var copy = new MemoryFile();
        copy.SetLength("", length);
        var content = copy.Content;
        _durable.AsSpan(0, Math.Min(length, _durable.Length)).CopyTo(content);
        for (var at = 0; at < length; at += SectorBytes)
        {
            var sector = content[at..Math.Min(length, at + SectorBytes)];
            var written = new ReadOnlySpan<byte>(Start + at, sector.Length);
            if (!written.SequenceEqual(sector) && random.Next(2) == 0)
                written.CopyTo(sector);
        }

        copy._durable = content.ToArray();
        return copy;
    }

    public void Free() => _ = LibC.Unmap(Start, ReservedBytes);
}
