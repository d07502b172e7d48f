using System.Buffers;
using Orleans.Serialization.Buffers;

namespace Orleans.Embedded;

/// <summary>
/// What waits to be sent on a connection, in order. Small messages are packed into pooled chunks, so that many of them leave in one call of the
/// system; a large body stays where it is. Not safe for several threads.
/// </summary>
internal sealed class OutputQueue
{
    private const int ChunkLength = 64 * 1024;

    /// <summary>Bodies up to this length are copied into a chunk; one more call of the system costs more than that.</summary>
    private const int MaxPackedBody = 16 * 1024;

    private readonly Queue<Segment> _segments = new();
    private byte[]? _chunk;
    private int _begin;
    private int _end;

    /// <summary>How many bytes wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a message.</summary>
    public void Add(Message message)
    {
        var head = new Writer(null);
        try
        {
            Frame.WriteHead(ref head, message);
            Pack(head.Written);
        }
        finally
        {
            head.Dispose();
        }

        var body = message.Body;
        if (body.Length <= MaxPackedBody)
        {
            Pack(body.Span);
            if (message.Pooled is { } pooled)
            {
                ArrayPool<byte>.Shared.Return(pooled);
            }
        }
        else
        {
            Cut();
            _segments.Enqueue(new Segment(body, message.Pooled));
            Bytes += body.Length;
        }
    }

    /// <summary>Takes the next bytes to send; they go back with <see cref="Return"/>.</summary>
    public bool TryTake(out Segment segment)
    {
        if (_segments.Count == 0)
        {
            // The chunk goes with what is in it; the next message begins another.
            Cut(isLast: true);
        }

        if (!_segments.TryDequeue(out segment))
        {
            return false;
        }

        Bytes -= segment.Bytes.Length;
        return true;
    }

    public static void Return(Segment segment)
    {
        if (segment.Pooled is { } chunk)
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private void Pack(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        while (bytes.Length > 0)
        {
            if (_chunk is null || _end == _chunk.Length)
            {
                Cut(isLast: true);
                _chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
            }

            var count = Math.Min(bytes.Length, _chunk.Length - _end);
            bytes[..count].CopyTo(_chunk.AsSpan(_end));
            _end += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Makes a segment of what was packed since the last one.</summary>
    /// <param name="isLast">Whether the chunk goes back to the pool with it.</param>
    private void Cut(bool isLast = false)
    {
        if (_chunk is null)
        {
            return;
        }

        if (_end > _begin || isLast)
        {
            // Perhaps empty, but in its turn: the chunk must not go back before its earlier parts are sent.
            _segments.Enqueue(new Segment(_chunk.AsMemory(_begin, _end - _begin), isLast ? _chunk : null));
        }

        _begin = _end;
        if (isLast)
        {
            _chunk = null;
            _begin = _end = 0;
        }
    }

    /// <summary>Bytes to be sent at once.</summary>
    /// <param name="Bytes">The bytes.</param>
    /// <param name="Pooled">The pooled array that nobody needs any more once they are sent; null if there is none.</param>
    internal readonly record struct Segment(ReadOnlyMemory<byte> Bytes, byte[]? Pooled);
}
