using System.Buffers;
using OrleansRocket.Log.Errors;

namespace OrleansRocket.Log.Records;

/// <summary>
/// Encodes records into one batch. Reusable: the buffer, which comes from a pool and grows, is kept between batches,
/// so that building allocates nothing. Not safe for use by several threads at once.
/// </summary>
public sealed class RecordBatchBuilder : IDisposable
{
    private const int DefaultInitialCapacityBytes = 16 * 1024;

    private readonly int _maxBytes;
    private byte[]? _buffer;
    private int _sizeInBytes = RecordBatchHeader.Size;
    private int _count;
    private long _baseBornTimestampMs;
    private ulong _tagMask;
    private bool _built;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="initialCapacity">The first size of the buffer in bytes. Default: 16 KiB.</param>
    /// <param name="maxBytes">The most bytes that a batch may have, header included. Default: the format's limit, 8 MiB.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1, or a maximum that the format does not allow.</exception>
    public RecordBatchBuilder(int initialCapacity = DefaultInitialCapacityBytes, int maxBytes = RecordLimits.MaxBatchBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initialCapacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, RecordLimits.MinBatchBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, RecordLimits.MaxBatchBytes);
        _maxBytes = maxBytes;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(initialCapacity, RecordLimits.MinBatchBytes, maxBytes));
    }

    /// <summary>The number of records added since the last <see cref="Reset"/>.</summary>
    public int Count => _count;

    /// <summary>The size of the batch in bytes, header included.</summary>
    public int SizeInBytes => _sizeInBytes;

    /// <summary>Encodes a record into the batch; its body and strings are not kept.</summary>
    /// <param name="record">The record.</param>
    /// <returns>False, and nothing is added, if the batch is full: build it, reset and add the record again.</returns>
    /// <exception cref="RecordTooLargeException">The record fits no batch, or one of its parts passes a limit.</exception>
    /// <exception cref="ArgumentException">A tombstone with a body, a null property, or text with a lone surrogate.</exception>
    /// <exception cref="InvalidOperationException">The batch was built and not reset.</exception>
    /// <exception cref="ObjectDisposedException">The builder was disposed of.</exception>
    public bool TryAdd(in RecordData record)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        if (_built)
        {
            // Growing now would give the bytes of the built batch back to the pool while someone sends them.
            throw new InvalidOperationException("The batch was built; call Reset before adding records.");
        }

        long baseBornMs = _count == 0 ? record.BornTimestampMs : _baseBornTimestampMs;
        long bornDelta = unchecked(record.BornTimestampMs - baseBornMs);
        RecordEncoder.RecordSize size = RecordEncoder.Measure(record, _count, bornDelta);
        int recordBytes = size.TotalBytes;
        if (recordBytes > _maxBytes - RecordBatchHeader.Size)
        {
            throw new RecordTooLargeException(
                nameof(RecordLimits.MaxBatchBytes), RecordBatchHeader.Size + (long)recordBytes, _maxBytes);
        }

        if (_count == RecordLimits.MaxRecordsPerBatch || recordBytes > _maxBytes - _sizeInBytes)
        {
            return false;
        }

        Span<byte> destination = Reserve(recordBytes);
        int tagHash = RecordEncoder.Write(destination, record, size, _count, bornDelta);
        _baseBornTimestampMs = baseBornMs;
        _tagMask |= TagHash.MaskBit(tagHash);
        _sizeInBytes += recordBytes;
        _count++;
        return true;
    }

    /// <summary>
    /// Completes the batch: header and checksums. May be called again, for example with a new producer epoch; that
    /// changes the bytes which the earlier call gave.
    /// </summary>
    /// <param name="producerId">The producer id; 0 for a producer that is not idempotent.</param>
    /// <param name="producerEpoch">The epoch of the producer id.</param>
    /// <param name="firstSequence">The sequence of the first record.</param>
    /// <param name="attributes">None, Transactional, or Control for a broker's own batch. Default: None.</param>
    /// <returns>The bytes of the batch, over the builder's buffer: valid until <see cref="Reset"/> or <see cref="Dispose"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative number, or an attribute that no new batch can have.</exception>
    /// <exception cref="InvalidOperationException">There are no records.</exception>
    /// <exception cref="ObjectDisposedException">The builder was disposed of.</exception>
    public ReadOnlyMemory<byte> Build(
        long producerId, int producerEpoch, int firstSequence, BatchAttributes attributes = BatchAttributes.None)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(producerId);
        ArgumentOutOfRangeException.ThrowIfNegative(producerEpoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstSequence);
        if ((attributes & ~(BatchAttributes.Transactional | BatchAttributes.Control)) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(attributes), attributes, "A new batch can be Transactional or Control.");
        }

        if (_count == 0)
        {
            throw new InvalidOperationException("A batch has at least one record.");
        }

        RecordBatchHeader.WriteNew(_buffer.AsSpan(0, _sizeInBytes), new()
        {
            Attributes = attributes,
            RecordCount = _count,
            BaseBornTimestampMs = _baseBornTimestampMs,
            ProducerId = producerId,
            ProducerEpoch = producerEpoch,
            FirstSequence = firstSequence,
            TagMask = _tagMask,
        });
        _built = true;
        return _buffer.AsMemory(0, _sizeInBytes);
    }

    /// <summary>Forgets all records and keeps the buffer. Bytes that <see cref="Build"/> gave are no longer valid.</summary>
    public void Reset()
    {
        _sizeInBytes = RecordBatchHeader.Size;
        _count = 0;
        _baseBornTimestampMs = 0;
        _tagMask = 0;
        _built = false;
    }

    /// <summary>Gives the buffer back to the pool. Bytes that <see cref="Build"/> gave are no longer valid.</summary>
    public void Dispose()
    {
        byte[]? buffer = _buffer;
        _buffer = null;
        Reset();
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Span<byte> Reserve(int bytes)
    {
        byte[] buffer = _buffer!;
        int needed = _sizeInBytes + bytes;
        if (needed > buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(needed, 2 * buffer.Length), _maxBytes));
            buffer.AsSpan(0, _sizeInBytes).CopyTo(larger);
            _buffer = larger;
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsSpan(_sizeInBytes, bytes);
    }
}
