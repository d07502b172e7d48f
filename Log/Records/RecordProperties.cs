using System.Text;
using OrleansRocket.Log.Errors;

namespace OrleansRocket.Log.Records;

/// <summary>
/// The properties of one record in stored order, decoded as they are asked for. For <c>foreach</c>; allocates nothing
/// but the strings that are read.
/// </summary>
public readonly struct RecordProperties
{
    private readonly ReadOnlyMemory<byte> _section;
    private readonly long _baseOffset;

    internal RecordProperties(ReadOnlyMemory<byte> section, long baseOffset)
    {
        _section = section;
        _baseOffset = baseOffset;
    }

    /// <summary>Whether the record has no properties.</summary>
    public bool IsEmpty => _section.IsEmpty;

    /// <summary>Starts an enumeration.</summary>
    public Enumerator GetEnumerator() => new(_section, _baseOffset);

    /// <summary>Finds the first property of a name.</summary>
    /// <param name="name">The name, compared by ordinal.</param>
    /// <param name="value">The value, or null.</param>
    /// <exception cref="CorruptBatchException">The properties do not follow the format.</exception>
    public bool TryGet(string name, out string? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (RecordProperty property in this)
        {
            if (AreEqual(property.KeyUtf8.Span, name))
            {
                value = property.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Copies the properties into a list, in stored order.</summary>
    /// <exception cref="CorruptBatchException">The properties do not follow the format.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> ToList()
    {
        List<KeyValuePair<string, string>> list = [];
        foreach (RecordProperty property in this)
        {
            list.Add(new(property.Key, property.Value));
        }

        return list;
    }

    private static bool AreEqual(ReadOnlySpan<byte> utf8, ReadOnlySpan<char> text)
    {
        while (!utf8.IsEmpty && !text.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out Rune left, out int bytes);
            Rune.DecodeFromUtf16(text, out Rune right, out int units);
            if (left != right)
            {
                return false;
            }

            utf8 = utf8[bytes..];
            text = text[units..];
        }

        return utf8.IsEmpty && text.IsEmpty;
    }

    /// <summary>Walks the properties of one record.</summary>
    public struct Enumerator
    {
        private readonly ReadOnlyMemory<byte> _section;
        private readonly long _baseOffset;
        private RecordLayout.Part _key;
        private RecordLayout.Part _value;
        private int _position;

        internal Enumerator(ReadOnlyMemory<byte> section, long baseOffset)
        {
            _section = section;
            _baseOffset = baseOffset;
        }

        /// <summary>The property that the last <see cref="MoveNext"/> found.</summary>
        public readonly RecordProperty Current => new(_key.Of(_section), _value.Of(_section));

        /// <summary>Goes to the next property.</summary>
        /// <exception cref="CorruptBatchException">The properties do not follow the format.</exception>
        public bool MoveNext()
        {
            if (_position == _section.Length)
            {
                return false;
            }

            if (!PropertyReader.TryRead(_section.Span, ref _position, out _key, out _value))
            {
                throw new CorruptBatchException(_baseOffset, BatchCheck.BadRecord, "in a record's properties");
            }

            return true;
        }
    }
}
