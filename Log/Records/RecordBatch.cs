using OrleansRocket.Log.Errors;

namespace OrleansRocket.Log.Records;

/// <summary>One record batch over its bytes. Valid as long as they are.</summary>
public readonly struct RecordBatch
{
    private RecordBatch(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The bytes of the batch, header included.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The size in bytes, header included.</summary>
    public int SizeInBytes => Bytes.Length;

    /// <inheritdoc cref="RecordBatchHeader.RecordCount"/>
    public int RecordCount => RecordBatchHeader.RecordCount(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.Attributes"/>
    public BatchAttributes Attributes => RecordBatchHeader.Attributes(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.BaseOffset"/>
    public long BaseOffset => RecordBatchHeader.BaseOffset(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.LastOffset"/>
    public long LastOffset => RecordBatchHeader.LastOffset(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.LeaderEpoch"/>
    public int LeaderEpoch => RecordBatchHeader.LeaderEpoch(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.FirstStoreTimestamp"/>
    public long FirstStoreTimestamp => RecordBatchHeader.FirstStoreTimestamp(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.LastStoreTimestamp"/>
    public long LastStoreTimestamp => RecordBatchHeader.LastStoreTimestamp(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.BaseBornTimestamp"/>
    public long BaseBornTimestamp => RecordBatchHeader.BaseBornTimestamp(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.ProducerId"/>
    public long ProducerId => RecordBatchHeader.ProducerId(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.ProducerEpoch"/>
    public int ProducerEpoch => RecordBatchHeader.ProducerEpoch(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.FirstSequence"/>
    public int FirstSequence => RecordBatchHeader.FirstSequence(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.LastSequence"/>
    public int LastSequence => RecordBatchHeader.LastSequence(Bytes.Span);

    /// <inheritdoc cref="RecordBatchHeader.TagMask"/>
    public ulong TagMask => RecordBatchHeader.TagMask(Bytes.Span);

    /// <summary>The records in offset order. Enumerating throws <see cref="CorruptBatchException"/> where they are malformed.</summary>
    public RecordEnumerable Records => new(Bytes);

    /// <summary>Takes the next batch off a chain of batches. Checks its header, not its body: see <see cref="Verify"/>.</summary>
    /// <param name="chain">Batches one after another, with zeros or nothing behind the last one.</param>
    /// <param name="batch">The batch, or the default at the end of the chain.</param>
    /// <param name="rest">What follows the batch; at the end of the chain, the chain as it came.</param>
    /// <returns>False at the end of the chain.</returns>
    /// <exception cref="CorruptBatchException">The chain goes on with something else than a whole batch.</exception>
    public static bool TryRead(ReadOnlyMemory<byte> chain, out RecordBatch batch, out ReadOnlyMemory<byte> rest)
    {
        BatchCheck check = Read(chain, out batch, out rest);
        return check switch
        {
            BatchCheck.Ok => true,
            BatchCheck.Empty => false,
            _ => throw new CorruptBatchException(RecordBatchHeader.ClaimedBaseOffset(chain.Span), check),
        };
    }

    /// <summary>As <see cref="TryRead"/>, with the result of the check in place of an exception.</summary>
    /// <param name="chain">Batches one after another, with zeros or nothing behind the last one.</param>
    /// <param name="batch">The batch, or the default if the result is not <see cref="BatchCheck.Ok"/>.</param>
    /// <param name="rest">What follows the batch; the chain as it came if there is none.</param>
    public static BatchCheck Read(ReadOnlyMemory<byte> chain, out RecordBatch batch, out ReadOnlyMemory<byte> rest)
    {
        BatchCheck check = RecordBatchHeader.CheckHeader(chain.Span);
        int length = check == BatchCheck.Ok ? RecordBatchHeader.Length(chain.Span) : 0;
        if (length > chain.Length)
        {
            check = BatchCheck.TooShort;
            length = 0;
        }

        batch = check == BatchCheck.Ok ? new RecordBatch(chain[..length]) : default;
        rest = chain[length..];
        return check;
    }

    /// <summary>Checks header and body against their checksums.</summary>
    /// <exception cref="CorruptBatchException">The batch is not what was written.</exception>
    public void Verify()
    {
        BatchCheck check = RecordBatchHeader.Check(Bytes.Span);
        if (check != BatchCheck.Ok)
        {
            throw new CorruptBatchException(RecordBatchHeader.ClaimedBaseOffset(Bytes.Span), check);
        }
    }
}
