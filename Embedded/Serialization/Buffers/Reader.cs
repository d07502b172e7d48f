using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Orleans.Serialization.Codecs;

namespace Orleans.Serialization.Buffers;

/// <summary>
/// Reads what a <see cref="Writer"/> wrote. The bytes are not trusted: every read is checked against what is left, nothing is allocated by
/// a length that the bytes merely claim, every loop consumes bytes, and whatever is wrong ends in a <see cref="SerializerException"/>.
/// </summary>
internal ref partial struct Reader
{
    private readonly ReadOnlySpan<byte> _source;
    private readonly ReadOnlyMemory<byte> _memory;
    private int _position;
    private int _depth;
    private List<(int Position, (int Start, int Length, Type? Type) Name)>? _types;
    private List<(int Position, object? Value)>? _slots;

    /// <summary>Reads from bytes, which must not change meanwhile.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="binder">Makes grain references; null if there can be none.</param>
    public Reader(ReadOnlySpan<byte> source, IReferenceBinder? binder)
    {
        _source = source;
        Binder = binder;
    }

    /// <summary>Reads from bytes that never change any more: what is read as memory may be a part of them.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="binder">Makes grain references; null if there can be none.</param>
    public Reader(ReadOnlyMemory<byte> source, IReferenceBinder? binder)
        : this(source.Span, binder) => _memory = source;

    public IReferenceBinder? Binder { get; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _source.Length - _position;

    /// <summary>Reads what <see cref="Writer.WriteValue"/> wrote.</summary>
    /// <exception cref="SerializerException">The bytes are not such a value.</exception>
    /// <exception cref="CodecNotFoundException">There is no codec for the type.</exception>
    public T ReadValue<T>()
    {
        var codec = CodecCache<T>.Get();
        try
        {
            return codec.Read(ref this, ReadHeader(out _));
        }
        catch (Exception e) when (e is not SerializerException and not OutOfMemoryException)
        {
            // Reading runs foreign code: constructors, setters and hash codes of the types that the bytes name.
            throw new SerializerException($"The bytes are not a valid {typeof(T)}: {e.Message}", e);
        }
    }

    public WireType ReadHeader(out uint id)
    {
        if (_position < _source.Length && _source[_position] is var first and < 0x80)
        {
            _position++;
            id = (uint)first >> 4;
            return (WireType)(first & 15);
        }

        var header = ReadVarUInt();
        if (header >> 4 > uint.MaxValue)
        {
            throw new SerializerException("A field's id is out of range.");
        }

        id = (uint)(header >> 4);
        return (WireType)(header & 15);
    }

    public ulong ReadVarUInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = ReadByte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return shift < 63 || b <= 1 ? value : throw new SerializerException("A number is longer than 64 bits.");
            }
        }

        throw new SerializerException("A number is longer than 64 bits.");
    }

    public long ReadVarInt()
    {
        var value = ReadVarUInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadRaw(4));

    public ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadRaw(8));

    /// <summary>A length and the bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarUInt();
        return length <= (ulong)Remaining ? ReadRaw((int)length) : throw Truncated();
    }

    /// <summary>A length and the bytes, which are a part of the source if that never changes and would not be kept for a small part of it.</summary>
    public ReadOnlyMemory<byte> ReadMemory()
    {
        var bytes = ReadBytes();
        return _memory.Length > 0 && bytes.Length > _memory.Length / 2 ? _memory.Slice(_position - bytes.Length, bytes.Length) : bytes.ToArray();
    }

    /// <summary>The bytes alone.</summary>
    public ReadOnlySpan<byte> ReadRaw(int length)
    {
        if (length > Remaining)
        {
            throw Truncated();
        }

        var bytes = _source.Slice(_position, length);
        _position += length;
        return bytes;
    }

    /// <summary>The number of items of a sequence. Each takes a byte at least, so more than there are bytes left is refused.</summary>
    public int ReadCount()
    {
        var count = ReadVarUInt();
        return count <= (ulong)Remaining ? (int)count : throw Truncated();
    }

    /// <summary>Call it before the fields of an object or the items of a collection, and <see cref="Leave"/> after them.</summary>
    /// <exception cref="SerializerException">The nesting is too deep.</exception>
    public void Enter()
    {
        if (++_depth > Writer.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SerializerException($"The bytes are nested more than {Writer.MaxDepth} levels deep.");
        }
    }

    public void Leave() => _depth--;

    /// <summary>Passes over the payload of a field.</summary>
    public void Skip(WireType wire)
    {
        switch (wire)
        {
            case WireType.Null: break;
            case WireType.VarInt: ReadVarUInt(); break;
            case WireType.Fixed32: ReadRaw(4); break;
            case WireType.Fixed64: ReadRaw(8); break;
            case WireType.Fixed128: ReadRaw(16); break;
            case WireType.Bytes: ReadBytes(); break;
            case WireType.Object: SkipObject(); break;
            case WireType.Sequence: SkipFields(ReadCount()); break;
            case WireType.Typed: PassType(); SkipFields(1); break;
            case WireType.Tracked: PassTracked(); SkipFields(1); break;
            case WireType.Reference: ReadVarUInt(); break;
            default: throw Unexpected(wire, "a value");
        }
    }

    /// <summary>The error for a field whose layout does not fit its type.</summary>
    public static SerializerException Unexpected(WireType wire, string expected) => new($"Expected {expected}, but found a field of wire type {wire}.");

    private void SkipObject()
    {
        Enter();
        while (ReadHeader(out _) is var wire and not WireType.End)
        {
            if (wire != WireType.EndLevel)
            {
                Skip(wire);
            }
        }

        Leave();
    }

    private void SkipFields(int count)
    {
        Enter();
        for (var i = 0; i < count; i++)
        {
            Skip(ReadHeader(out _));
        }

        Leave();
    }

    private byte ReadByte() => _position < _source.Length ? _source[_position++] : throw Truncated();

    private static SerializerException Truncated() => new("The bytes end in the middle of a value.");
}
