using OrleansRocket.Log.Errors;

namespace OrleansRocket.Log.Records;

/// <summary>The records of one batch in offset order. For <c>foreach</c>; allocates nothing.</summary>
public readonly struct RecordEnumerable
{
    private readonly ReadOnlyMemory<byte> _batch;

    internal RecordEnumerable(ReadOnlyMemory<byte> batch) => _batch = batch;

    /// <summary>Starts an enumeration.</summary>
    public Enumerator GetEnumerator() => new(_batch);

    /// <summary>Walks the records of one batch, trusting nothing but the batch's bounds.</summary>
    public struct Enumerator
    {
        private readonly ReadOnlyMemory<byte> _batch;
        private readonly int _lastOffsetDelta;
        private int _remaining;
        private int _previousOffsetDelta;
        private RecordLayout _layout;

        internal Enumerator(ReadOnlyMemory<byte> batch)
        {
            _batch = batch;
            _lastOffsetDelta = RecordBatchHeader.LastOffsetDelta(batch.Span);
            _remaining = RecordBatchHeader.RecordCount(batch.Span);
            _previousOffsetDelta = -1;
            _layout.End = RecordBatchHeader.Size;
        }

        /// <summary>The record that the last <see cref="MoveNext"/> found.</summary>
        public readonly RecordView Current => new(_batch, in _layout);

        /// <summary>Goes to the next record.</summary>
        /// <exception cref="CorruptBatchException">The bytes do not follow the format.</exception>
        public bool MoveNext()
        {
            if (_remaining <= 0)
            {
                return _layout.End == _batch.Length ? false : throw Corrupt(BatchCheck.BadRecord, "bytes are left after the last one");
            }

            int position = _layout.End;
            if (!RecordLayout.TryRead(_batch.Span, position, out _layout))
            {
                throw Corrupt(BatchCheck.BadRecord, $"at byte {position}");
            }

            if (_layout.OffsetDelta <= _previousOffsetDelta || _layout.OffsetDelta > _lastOffsetDelta)
            {
                throw Corrupt(BatchCheck.BadOffsetDelta, $"at byte {position}");
            }

            _previousOffsetDelta = _layout.OffsetDelta;
            _remaining--;
            return true;
        }

        private readonly CorruptBatchException Corrupt(BatchCheck check, string detail) =>
            new(RecordBatchHeader.BaseOffset(_batch.Span), check, detail);
    }
}
