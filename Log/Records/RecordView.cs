using System.Text;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters;

namespace OrleansRocket.Log.Records;

/// <summary>
/// One record over the bytes of its batch: numbers are read, strings are decoded anew by each call, and the body is not
/// copied. Valid as long as the batch's bytes are.
/// </summary>
public readonly struct RecordView
{
    private readonly ReadOnlyMemory<byte> _batch;
    private readonly RecordLayout _layout;

    internal RecordView(ReadOnlyMemory<byte> batch, in RecordLayout layout)
    {
        _batch = batch;
        _layout = layout;
    }

    /// <summary>The record's offset in its queue.</summary>
    public long Offset => RecordBatchHeader.BaseOffset(_batch.Span) + _layout.OffsetDelta;

    /// <summary>The hash of the tag (<see cref="Records.TagHash"/>); 0 without a tag.</summary>
    public int TagHash => _layout.TagHash;

    /// <summary>When the producer made the message, in Unix milliseconds of its own clock.</summary>
    public long BornTimestampMs => unchecked(RecordBatchHeader.BaseBornTimestamp(_batch.Span) + _layout.BornDelta);

    /// <summary>When the leader stored the batch, in Unix milliseconds (its first store timestamp).</summary>
    public long StoreTimestampMs => RecordBatchHeader.FirstStoreTimestamp(_batch.Span);

    /// <summary>The producer's sequence of this record; it goes on from <see cref="int.MaxValue"/> with 0.</summary>
    public int Sequence => RecordBatchHeader.SequenceAt(_batch.Span, _layout.OffsetDelta);

    /// <summary>RocketMQ's free integer flag; 0 if none was stored.</summary>
    public int Flag => _layout.UserFlag;

    /// <summary>Whether a <see cref="Flag"/> was stored.</summary>
    public bool HasFlag => (_layout.Flags & RecordFlags.UserFlag) != 0;

    /// <summary>Whether the record deletes its key in a compacted topic.</summary>
    public bool IsTombstone => (_layout.Flags & RecordFlags.Tombstone) != 0;

    /// <summary>The tag, or null. Malformed UTF-8 gives U+FFFD.</summary>
    public string? Tag => (_layout.Flags & RecordFlags.Tag) == 0 ? null : Encoding.UTF8.GetString(TagUtf8.Span);

    /// <summary>The keys, separated by one space, or null. Malformed UTF-8 gives U+FFFD.</summary>
    public string? Keys => (_layout.Flags & RecordFlags.Keys) == 0 ? null : Encoding.UTF8.GetString(KeysUtf8.Span);

    /// <summary>The tag as UTF-8; empty without one.</summary>
    public ReadOnlyMemory<byte> TagUtf8 => _layout.Tag.Of(_batch);

    /// <summary>The keys as UTF-8; empty without any.</summary>
    public ReadOnlyMemory<byte> KeysUtf8 => _layout.Keys.Of(_batch);

    /// <summary>The message body; empty for a tombstone.</summary>
    public ReadOnlyMemory<byte> Body => _layout.Body.Of(_batch);

    /// <summary>The properties, decoded as they are asked for.</summary>
    public RecordProperties Properties => new(_layout.Properties.Of(_batch), RecordBatchHeader.BaseOffset(_batch.Span));

    /// <summary>The id that the producer gave the message.</summary>
    public MessageId Id => new(RecordBatchHeader.ProducerId(_batch.Span), Sequence);

    /// <summary>The <see cref="Id"/> as text.</summary>
    public string MessageId() => Id.ToString();

    /// <summary>Finds the first property of a name.</summary>
    /// <param name="name">The name, compared by ordinal.</param>
    /// <param name="value">The value, or null.</param>
    /// <exception cref="Errors.CorruptBatchException">The properties do not follow the format.</exception>
    public bool TryGetProperty(string name, out string? value) => Properties.TryGet(name, out value);

    /// <summary>As <see cref="SqlFilter.Matches"/>.</summary>
    internal bool Matches(SqlFilter filter) => filter.TryMatch(_batch.Span, in _layout, out bool matches)
        ? matches
        : throw new CorruptBatchException(RecordBatchHeader.BaseOffset(_batch.Span), BatchCheck.BadRecord, "in a record's properties");
}
