using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>
/// Collects lines and hashes them in the order of their bytes, so that the hash is what <c>LC_ALL=C sort FILE | sha256sum</c> prints.
/// Memory is bounded: beyond a limit the lines are sorted and put aside in temporary files, which are merged in the end.
/// </summary>
internal sealed class SortedLines(int maxBytesInMemory = SortedLines.DefaultMaxBytesInMemory) : IDisposable
{
    /// <summary>128 MiB: a million lines of usual length stay in memory.</summary>
    public const int DefaultMaxBytesInMemory = 128 * 1024 * 1024;

    private const int InitialBytes = 1024 * 1024;

    private readonly List<SortedRun> _runs = [];
    private readonly List<LineKey> _keys = [];
    private byte[] _bytes = [];
    private int _used;

    /// <summary>How many lines there are.</summary>
    public long Count { get; private set; }

    /// <summary>Their bytes, without line ends.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes a copy of a line.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (_keys.Count > 0 && _used + line.Length + ((_keys.Count + 1L) * LineKey.Size) > maxBytesInMemory)
            PutAside();
        Reserve(line.Length);
        line.CopyTo(_bytes.AsSpan(_used));
        _keys.Add(new LineKey(Prefix(line), _used, line.Length));
        _used += line.Length;
        Count++;
        Bytes += line.Length;
    }

    /// <summary>Hashes all lines, each followed by a line feed, as lower-case hexadecimal digits. Ends the collection: its memory is given back.</summary>
    public string Sha256()
    {
        using var hash = new LineHash();
        if (_runs.Count == 0)
        {
            foreach (var key in Sort())
                hash.Add(key.Of(_bytes));
        }
        else
        {
            PutAside();
            SortedRun.Merge(_runs, hash.Add);
        }

        Dispose();
        return hash.Finish();
    }

    /// <summary>Gives memory and temporary files back.</summary>
    public void Dispose()
    {
        _bytes = [];
        _used = 0;
        _keys.Clear();
        _keys.TrimExcess();
        foreach (var run in _runs)
            run.Dispose();
        _runs.Clear();
    }

    private void PutAside()
    {
        var run = new SortedRun();
        _runs.Add(run);
        foreach (var key in Sort())
            run.Write(key.Of(_bytes));
        run.Rewind();
        _keys.Clear();
        _used = 0;
    }

    private ReadOnlySpan<LineKey> Sort()
    {
        var keys = CollectionsMarshal.AsSpan(_keys);
        keys.Sort(new ByBytes(_bytes));
        return keys;
    }

    private void Reserve(int bytes)
    {
        if (_used + (long)bytes > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(InitialBytes, 2 * (_used + (long)bytes)), Math.Max(maxBytesInMemory, _used + bytes)));
    }

    /// <summary>The first eight bytes as a number that sorts as they do; most comparisons end with it.</summary>
    private static ulong Prefix(ReadOnlySpan<byte> line)
    {
        if (line.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(line);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        line.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private readonly record struct LineKey(ulong Prefix, int Start, int Length)
    {
        public const int Size = 16;

        public ReadOnlySpan<byte> Of(byte[] bytes) => bytes.AsSpan(Start, Length);
    }

    private readonly struct ByBytes(byte[] bytes) : IComparer<LineKey>
    {
        public int Compare(LineKey x, LineKey y) =>
            x.Prefix != y.Prefix ? x.Prefix.CompareTo(y.Prefix) : x.Of(bytes).SequenceCompareTo(y.Of(bytes));
    }
}
