using System.Text;

namespace OrleansRocket.Log.Records;

/// <summary>One property of a record, over the bytes it was read from. Valid as long as they are.</summary>
public readonly struct RecordProperty
{
    internal RecordProperty(ReadOnlyMemory<byte> keyUtf8, ReadOnlyMemory<byte> valueUtf8)
    {
        KeyUtf8 = keyUtf8;
        ValueUtf8 = valueUtf8;
    }

    /// <summary>The name as UTF-8.</summary>
    public ReadOnlyMemory<byte> KeyUtf8 { get; }

    /// <summary>The value as UTF-8.</summary>
    public ReadOnlyMemory<byte> ValueUtf8 { get; }

    /// <summary>The name, decoded anew by each call. Malformed UTF-8 gives U+FFFD.</summary>
    public string Key => Encoding.UTF8.GetString(KeyUtf8.Span);

    /// <summary>The value, decoded anew by each call. Malformed UTF-8 gives U+FFFD.</summary>
    public string Value => Encoding.UTF8.GetString(ValueUtf8.Span);
}
