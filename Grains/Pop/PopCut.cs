using System.Buffers;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Pop;

/// <summary>Collects the messages of one hand-out from the batches of the log, without decoding them. A batch that is taken whole, and alone, is
/// not copied.</summary>
internal sealed class PopCut(int maxMessages, int maxBytes)
{
    private readonly List<OffsetRange> _ranges = [];
    private ReadOnlyMemory<byte> _whole;
    private ArrayBufferWriter<byte>? _copy;

    /// <summary>What was taken, by offset, joined where there is no gap.</summary>
    public IReadOnlyList<OffsetRange> Ranges => _ranges;

    /// <summary>The batches.</summary>
    public ReadOnlyMemory<byte> Batches => _copy?.WrittenMemory ?? _whole;

    /// <summary>How many messages more can be taken.</summary>
    public int MessagesLeft { get; private set; } = maxMessages;

    /// <summary>How many bytes more can be taken; may be negative, since one message is taken whatever its size.</summary>
    public int BytesLeft => maxBytes - (_copy?.WrittenCount ?? _whole.Length);

    /// <summary>True when no more can be taken.</summary>
    public bool IsFull => MessagesLeft == 0 || BytesLeft <= 0;

    /// <summary>Takes no more than so many messages more.</summary>
    public void Limit(int messages) => MessagesLeft = Math.Min(MessagesLeft, messages);

    /// <summary>Takes messages from a chain of batches.</summary>
    /// <param name="chain">The batches; what has been looked at is cut off.</param>
    /// <param name="wanted">The offsets wanted.</param>
    /// <param name="verified">The base offset of the batch at the chain's beginning when its checksums are known to be right, else negative.</param>
    /// <returns>The next offset to look at: everything wanted before has been taken or does not exist.</returns>
    public long Take(ref ReadOnlyMemory<byte> chain, OffsetRange wanted, ref long verified)
    {
        var next = wanted.First;
        while (next < wanted.End && RecordBatch.TryRead(chain, out var batch, out var rest))
        {
            if (batch.BaseOffset >= wanted.End)
                return wanted.End;
            if (batch.LastOffset >= next && (batch.Attributes & BatchAttributes.Control) == 0)
            {
                if (IsFull)
                    return next;
                next = TakeFrom(batch, wanted with { First = next }, ref verified);
                if (next <= batch.LastOffset && next < wanted.End)
                    return next;
            }
            else
            {
                next = Math.Max(next, batch.LastOffset + 1);
            }

            if (batch.LastOffset >= wanted.End)
                return wanted.End;
            chain = rest;
        }

        return Math.Min(next, wanted.End);
    }

    private long TakeFrom(RecordBatch batch, OffsetRange wanted, ref long verified)
    {
        var covered = new OffsetRange(batch.BaseOffset, batch.LastOffset + 1);
        if (_ranges.Count == 0 && covered.Intersect(wanted) == covered && batch.RecordCount == covered.Count
            && covered.Count <= MessagesLeft && batch.SizeInBytes <= BytesLeft)
        {
            _whole = batch.Bytes;
            MessagesLeft -= batch.RecordCount;
            _ranges.Add(covered);
            return covered.End;
        }

        if (verified != batch.BaseOffset)
        {
            batch.Verify();
            verified = batch.BaseOffset;
        }

        return Copy(batch, wanted);
    }

    private long Copy(RecordBatch batch, OffsetRange wanted)
    {
        if (_copy is null)
        {
            var expected = (int)((long)batch.SizeInBytes * Math.Min(MessagesLeft, batch.RecordCount) / batch.RecordCount);
            _copy = new ArrayBufferWriter<byte>(RecordBatchHeader.Size + expected + _whole.Length);
            _copy.Write(_whole.Span);
        }

        var pieces = new List<OffsetRange>();
        var next = RecordBatchCut.Copy(batch.Bytes.Span, wanted, MessagesLeft, BytesLeft - RecordBatchHeader.Size, _copy, pieces);
        if (_ranges.Count == 0 && pieces.Count == 0 && next < wanted.End && next <= batch.LastOffset)
            next = RecordBatchCut.Copy(batch.Bytes.Span, wanted, 1, int.MaxValue, _copy, pieces);
        foreach (var piece in pieces)
        {
            MessagesLeft -= (int)piece.Count;
            Add(piece);
        }

        return next;
    }

    private void Add(OffsetRange range)
    {
        if (_ranges.Count > 0 && _ranges[^1].End == range.First)
            _ranges[^1] = _ranges[^1] with { End = range.End };
        else
            _ranges.Add(range);
    }
}
