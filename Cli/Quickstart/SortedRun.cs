using System.Buffers.Binary;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>Sorted lines in a temporary file that is gone when it is closed, or when the process ends.</summary>
internal sealed class SortedRun : IDisposable
{
    private readonly FileStream _file = new(
        Path.Combine(Path.GetTempPath(), $"rocket-lines-{Path.GetRandomFileName()}"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        bufferSize: 64 * 1024,
        FileOptions.DeleteOnClose | FileOptions.SequentialScan);

    private byte[] _line = [];
    private int _length;

    private ReadOnlySpan<byte> Line => _line.AsSpan(0, _length);

    /// <summary>Hands the lines of all runs to <paramref name="next"/> in the order of their bytes.</summary>
    public static void Merge(IEnumerable<SortedRun> runs, Action<ReadOnlySpan<byte>> next)
    {
        var order = Comparer<SortedRun>.Create((x, y) => x.Line.SequenceCompareTo(y.Line));
        var heads = new PriorityQueue<SortedRun, SortedRun>(order);
        foreach (var run in runs)
        {
            if (run.Read())
                heads.Enqueue(run, run);
        }

        while (heads.TryDequeue(out var run, out _))
        {
            next(run.Line);
            if (run.Read())
                heads.Enqueue(run, run);
        }
    }

    /// <summary>Appends a line; lines must come in order.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, line.Length);
        _file.Write(length);
        _file.Write(line);
    }

    /// <summary>Ends writing; the lines can be read.</summary>
    public void Rewind() => _file.Position = 0;

    public void Dispose() => _file.Dispose();

    private bool Read()
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        if (_file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) == 0)
            return false;
        _length = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (_line.Length < _length)
            _line = new byte[_length * 2];
        _file.ReadExactly(_line.AsSpan(0, _length));
        return true;
    }
}
