using System.Buffers;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Compaction;

/// <summary>What compaction keeps of some neighbouring segments, written under a temporary name.</summary>
internal sealed class CompactedFile : IDisposable
{
    private const int WriteBytes = 1024 * 1024;

    /// <summary>A file without batches still has a page, because an empty file cannot be mapped.</summary>
    private const int MinBytes = 4096;

    private readonly ILogFile _file;
    private readonly BatchCompactor _compactor;
    private readonly ArrayBufferWriter<byte> _buffer = new(WriteBytes);
    private readonly int _indexInterval;
    private readonly SegmentIndex _index = new();
    private long _firstTimestamp = long.MaxValue;
    private long _lastTimestamp = long.MinValue;
    private long _endOffset;

    public CompactedFile(ILogFiles files, string path, long baseOffset, BatchCompactor compactor, int indexInterval)
    {
        Path = path;
        BaseOffset = baseOffset;
        _compactor = compactor;
        _indexInterval = indexInterval;
        _file = files.Open(path, LogFileMode.Create);
    }

    public string Path { get; }

    public long BaseOffset { get; }

    /// <summary>The segments that went in.</summary>
    public List<Segment> Sources { get; } = [];

    public long Bytes { get; private set; }

    public long SourceBytes { get; private set; }

    public SegmentIndex Index => _index;

    public long Length => Math.Max(MinBytes, Bytes);

    public IndexSummary Summary => new(BaseOffset, _endOffset, Bytes, _firstTimestamp, _lastTimestamp);

    /// <summary>Adds what is kept of a segment, the next one in the log.</summary>
    public void Add(Segment segment)
    {
        var chain = segment.View()!.Memory[..(int)segment.EndPosition];
        for (ReadOnlyMemory<byte> rest = chain; RecordBatch.TryRead(rest, out var batch, out rest);)
            AddBatch(batch);
        Sources.Add(segment);
        SourceBytes += segment.EndPosition;

        // Offsets whose records are gone belong to this segment still.
        _endOffset = segment.EndOffset;
    }

    /// <summary>Writes what is left and makes the file durable.</summary>
    public void Complete()
    {
        WriteOut();
        _file.SetLength(Length);
        _file.Sync();
    }

    public void Dispose() => _file.Dispose();

    private void AddBatch(in RecordBatch batch)
    {
        var before = _buffer.WrittenCount;
        _compactor.Copy(batch, _buffer);
        var bytes = _buffer.WrittenCount - before;
        if (bytes == 0)
            return;
        if (_index.LastPosition < 0 || Bytes - _index.LastPosition >= _indexInterval)
            _index.Add(new IndexEntry(batch.BaseOffset, batch.FirstStoreTimestamp, Bytes));
        _firstTimestamp = Math.Min(_firstTimestamp, batch.FirstStoreTimestamp);
        _lastTimestamp = batch.LastStoreTimestamp;
        Bytes += bytes;
        if (_buffer.WrittenCount >= WriteBytes)
            WriteOut();
    }

    private void WriteOut()
    {
        _file.Write(_buffer.WrittenSpan, Bytes - _buffer.WrittenCount);
        _buffer.ResetWrittenCount();
    }
}
