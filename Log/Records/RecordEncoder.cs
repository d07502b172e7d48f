using System.Buffers.Binary;
using System.Text;
using OrleansRocket.Log.Errors;

namespace OrleansRocket.Log.Records;

/// <summary>
/// Encodes records in two steps: measure, which checks limits and may throw, then write straight into the batch.
/// </summary>
internal static class RecordEncoder
{
    private const int TagHashBytes = 4;
    private const int UserFlagBytes = 4;

    // A lone surrogate has no UTF-8: refuse it, or the consumer would get another text than the producer sent.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Measures a record.</summary>
    /// <exception cref="RecordTooLargeException">A part passes its limit.</exception>
    /// <exception cref="ArgumentException">A tombstone with a body, a null property, or text with a lone surrogate.</exception>
    public static RecordSize Measure(in RecordData record, int offsetDelta, long bornDelta)
    {
        if (record.Tombstone && !record.Body.IsEmpty)
        {
            throw new ArgumentException($"A tombstone has no body; this one has {record.Body.Length} bytes.", nameof(record));
        }

        RequireLimit(nameof(RecordLimits.MaxBodyBytes), record.Body.Length, RecordLimits.MaxBodyBytes);
        RecordSize size = new()
        {
            TagBytes = record.Tag is { } tag ? TextBytes(tag, "tag", nameof(RecordLimits.MaxTagBytes), RecordLimits.MaxTagBytes) : 0,
            KeysBytes = record.Keys is { } keys
                ? TextBytes(keys, "keys", nameof(RecordLimits.MaxKeysBytes), RecordLimits.MaxKeysBytes)
                : 0,
            PropertiesBytes = PropertiesBytes(record.Properties),
        };

        size.ContentBytes = sizeof(RecordFlags) + TagHashBytes + Varint.SizeOf(offsetDelta) + Varint.SizeOfZigZag(bornDelta)
            + (record.HasFlag ? UserFlagBytes : 0)
            + (record.Tag is null ? 0 : WithLength(size.TagBytes))
            + (record.Keys is null ? 0 : WithLength(size.KeysBytes))
            + (size.PropertiesBytes == 0 ? 0 : WithLength(size.PropertiesBytes))
            + (record.Tombstone ? 0 : WithLength(record.Body.Length));
        return size;
    }

    /// <summary>Writes a measured record over a span of exactly its size.</summary>
    /// <returns>The record's tag hash.</returns>
    public static int Write(Span<byte> destination, in RecordData record, in RecordSize size, int offsetDelta, long bornDelta)
    {
        int tagHash = TagHash.Of(record.Tag);
        int at = Varint.Write(destination, size.ContentBytes);
        destination[at++] = (byte)FlagsOf(record, size);
        BinaryPrimitives.WriteInt32LittleEndian(destination[at..], tagHash);
        at += TagHashBytes;
        at += Varint.Write(destination[at..], offsetDelta);
        at += Varint.WriteZigZag(destination[at..], bornDelta);
        if (record.HasFlag)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination[at..], record.Flag);
            at += UserFlagBytes;
        }

        at += record.Tag is { } tag ? WriteText(destination[at..], tag, size.TagBytes) : 0;
        at += record.Keys is { } keys ? WriteText(destination[at..], keys, size.KeysBytes) : 0;
        at += size.PropertiesBytes > 0 ? WriteProperties(destination[at..], record.Properties!, size.PropertiesBytes) : 0;
        if (!record.Tombstone)
        {
            at += Varint.Write(destination[at..], record.Body.Length);
            record.Body.Span.CopyTo(destination[at..]);
            at += record.Body.Length;
        }

        // A list that changed between the two steps would leave a record that no one can read.
        return at == destination.Length
            ? tagHash
            : throw new InvalidOperationException("The properties of a record changed while it was encoded.");
    }

    private static RecordFlags FlagsOf(in RecordData record, in RecordSize size) =>
        (record.Tag is null ? 0 : RecordFlags.Tag)
        | (record.Keys is null ? 0 : RecordFlags.Keys)
        | (size.PropertiesBytes == 0 ? 0 : RecordFlags.Properties)
        | (record.Tombstone ? RecordFlags.Tombstone : 0)
        | (record.HasFlag ? RecordFlags.UserFlag : 0);

    private static int PropertiesBytes(IReadOnlyList<KeyValuePair<string, string>>? properties)
    {
        int total = 0;
        int count = properties?.Count ?? 0;
        for (int i = 0; i < count; i++)
        {
            (string key, string value) = properties![i];
            if (key is null || value is null)
            {
                throw new ArgumentException($"Property {i} ('{key}') has a null name or value.", nameof(properties));
            }

            total += WithLength(TextBytes(key, "property name", nameof(RecordLimits.MaxPropertiesBytes), RecordLimits.MaxPropertiesBytes))
                + WithLength(TextBytes(value, "property value", nameof(RecordLimits.MaxPropertiesBytes), RecordLimits.MaxPropertiesBytes));
            RequireLimit(nameof(RecordLimits.MaxPropertiesBytes), total, RecordLimits.MaxPropertiesBytes);
        }

        return total;
    }

    private static int WriteProperties(
        Span<byte> destination, IReadOnlyList<KeyValuePair<string, string>> properties, int propertiesBytes)
    {
        int at = Varint.Write(destination, propertiesBytes);
        int count = properties.Count;
        for (int i = 0; i < count; i++)
        {
            (string key, string value) = properties[i];
            at += WriteText(destination[at..], key, Strict.GetByteCount(key));
            at += WriteText(destination[at..], value, Strict.GetByteCount(value));
        }

        return at;
    }

    private static int WriteText(Span<byte> destination, string text, int bytes)
    {
        int at = Varint.Write(destination, bytes);
        return at + Strict.GetBytes(text, destination[at..]);
    }

    private static int TextBytes(string text, string part, string limitName, int limitBytes)
    {
        // A character takes a byte or more: a huge string is refused without being counted.
        RequireLimit(limitName, text.Length, limitBytes);
        int bytes;
        try
        {
            bytes = Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"The {part} has a lone surrogate at index {e.Index}: it has no UTF-8 form.", nameof(text), e);
        }

        RequireLimit(limitName, bytes, limitBytes);
        return bytes;
    }

    private static void RequireLimit(string limitName, int actualBytes, int limitBytes)
    {
        if (actualBytes > limitBytes)
        {
            throw new RecordTooLargeException(limitName, actualBytes, limitBytes);
        }
    }

    private static int WithLength(int bytes) => Varint.SizeOf(bytes) + bytes;

    /// <summary>The UTF-8 sizes of a record's parts and the size of all that follows its length.</summary>
    internal struct RecordSize
    {
        public int TagBytes;
        public int KeysBytes;
        public int PropertiesBytes;
        public int ContentBytes;

        public readonly int TotalBytes => WithLength(ContentBytes);
    }
}
