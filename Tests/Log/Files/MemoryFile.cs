using OrleansRocket.Log.Files;

namespace OrleansRocket.Tests.Log.Files;

/// <summary>
/// Content of one file: what a running process sees, and what is on disk. Once it is mapped, or large, it lies in native memory that never
/// moves, whose pages get memory when they are touched.
/// </summary>
internal sealed unsafe class MemoryFile
{
    private const int ReservedBytes = 64 * 1024 * 1024;
    private const int LargestSmallBytes = 16 * 1024;
    private const int SectorBytes = 512;
    private const int PageBytes = 4096;
    private const int PrivateAnonymousNoReserve = 0x02 | 0x20 | 0x4000;

    private byte[] _small = [];
    private byte* _start;

    /// <summary>What is on disk, without the zeros at its end.</summary>
    private byte[] _durable = [];
    private int _durableLength;

    /// <summary>The content in native memory, from now on for good.</summary>
    public byte* Start
    {
        get
        {
            if (_start is not null)
                return _start;
            var start = LibC.Map(null, ReservedBytes, LibC.ProtectRead | LibC.ProtectWrite, PrivateAnonymousNoReserve, -1, 0);
            if ((nint)start == -1)
                throw LibC.LastError("mmap", "memory");
            _small.AsSpan(0, Math.Min(_small.Length, Length)).CopyTo(new Span<byte>(start, ReservedBytes));
            _small = [];
            return _start = start;
        }
    }

    public int Length { get; private set; }

    public Span<byte> Content => _start is null ? _small.AsSpan(0, Length) : new Span<byte>(_start, Length);

    public void SetLength(string path, long length)
    {
        if (length > ReservedBytes)
            throw new LogFileException("ftruncate", path, FaultyLogFiles.NoSpace);
        if (length < Length)
            Content[(int)length..].Clear();
        if (_start is null && length > LargestSmallBytes)
            _ = Start;
        else if (_start is null && length > _small.Length)
            Array.Resize(ref _small, (int)Math.Max(length, 2 * _small.Length));
        Length = (int)length;
    }

    /// <summary>Everything reaches the disk.</summary>
    public void Sync() => SetDurable(Content);

    /// <summary>A range reaches the disk, and with it the length.</summary>
    public void Sync(long offset, long length)
    {
        if (_durable.Length < offset + length || _durable.Length > Length)
            Array.Resize(ref _durable, (int)Math.Min(Length, Math.Max(_durable.Length, offset + length)));
        Content.Slice((int)offset, (int)length).CopyTo(_durable.AsSpan((int)offset));
        _durableLength = Length;
    }

    /// <summary>What the next process sees.</summary>
    public MemoryFile Copy()
    {
        var copy = new MemoryFile();
        copy.SetLength("", Length);
        CopyPages(Content, copy.Content);
        copy._durable = [.. _durable];
        copy._durableLength = _durableLength;
        return copy;
    }

    /// <summary>
    /// What is on disk after the machine lost its memory: each sector that was not synced is there or not, as chance has it, and
    /// so is a new length.
    /// </summary>
    public MemoryFile AfterCrash(Random random)
    {
        var length = random.Next(2) == 0 ? _durableLength : Length;
        var copy = new MemoryFile();
        copy.SetLength("", length);
        var content = copy.Content;
        _durable.AsSpan(0, Math.Min(length, _durable.Length)).CopyTo(content);
        var written = Content[..Math.Min(length, Length)];
        for (var at = 0; at < written.Length; at += SectorBytes)
        {
            var sector = written[at..Math.Min(written.Length, at + SectorBytes)];
            var target = content.Slice(at, sector.Length);
            if (!sector.SequenceEqual(target) && random.Next(2) == 0)
                sector.CopyTo(target);
        }

        copy.SetDurable(content);
        return copy;
    }

    public void Free()
    {
        if (_start is not null)
            _ = LibC.Unmap(_start, ReservedBytes);
    }

    private void SetDurable(ReadOnlySpan<byte> content)
    {
        _durable = content[..(content.LastIndexOfAnyExcept((byte)0) + 1)].ToArray();
        _durableLength = content.Length;
    }

    /// <summary>Copies what is not zero, so that the rest of the copy takes no memory.</summary>
    private static void CopyPages(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (var at = 0; at < from.Length; at += PageBytes)
        {
            var page = from[at..Math.Min(from.Length, at + PageBytes)];
            if (page.ContainsAnyExcept((byte)0))
                page.CopyTo(to[at..]);
        }
    }
}
