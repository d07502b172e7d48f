using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Verify;

/// <summary>Reads the batches of one segment file without mapping it.</summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly ILogFile _file;
    private readonly string _name;
    private byte[] _buffer = new byte[64 * 1024];
    private bool _ended;

    public SegmentReader(ILogFiles files, string path)
    {
        _file = files.Open(path, LogFileMode.ReadOnly);
        _name = Path.GetFileName(path);
    }

    /// <summary>First byte that has not been read.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// The next batch and what is wrong with it. After a damaged header, whose length cannot be trusted, the segment has ended.
    /// </summary>
    public BatchCheck Next(out StoredBatch batch)
    {
        batch = default;
        if (_ended)
            return BatchCheck.Empty;
        var header = _file.Read(_buffer.AsSpan(0, RecordBatchHeader.Size), Position);
        var check = RecordBatchHeader.CheckHeader(_buffer.AsSpan(0, header));
        if (check != BatchCheck.Ok)
        {
            _ended = true;
            batch = new StoredBatch(_name, Position, check, _buffer.AsMemory(0, header));
            return check;
        }

        var length = RecordBatchHeader.Length(_buffer);
        if (_buffer.Length < length)
            _buffer = new byte[length];
        var read = _file.Read(_buffer.AsSpan(0, length), Position);
        check = RecordBatchHeader.Check(_buffer.AsSpan(0, read));
        batch = new StoredBatch(_name, Position, check, _buffer.AsMemory(0, read));
        _ended = read < length;
        Position += read;
        return check;
    }

    /// <summary>Bytes from a position up to the last one that is not zero, and whether a complete batch stands among them.</summary>
    public (long Bytes, bool HasBatch) Behind(long position, long fromOffset)
    {
        var rest = new byte[Math.Max(0, _file.Length - position)];
        var used = rest.AsSpan(0, _file.Read(rest, position)).LastIndexOfAnyExcept((byte)0) + 1;
        var skip = Math.Min(used, 1);
        return (used, Segments.BatchScan.ContainsBatch(rest.AsSpan(0, used)[skip..], fromOffset));
    }

    public void Dispose() => _file.Dispose();
}
