using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Types;

namespace Orleans.Serialization.Buffers;

/// <summary>
/// Writes values into one pooled buffer that grows. Dispose it to give the buffer back. Types and tracked objects are numbered over
/// everything that one writer writes, so all of it has to be read by one <see cref="Reader"/>, in the same order.
/// </summary>
internal ref struct Writer
{
    /// <summary>Objects nested deeper than this are refused on both sides, so that neither a long chain nor hostile bytes can exhaust the stack.</summary>
    public const int MaxDepth = 400;

    private const int InitialSize = 256;

    private byte[] _buffer;
    private int _position;
    private int _depth;
    private List<Type>? _types;
    private ReferenceTable? _references;

    /// <summary>Starts with an empty buffer.</summary>
    /// <param name="binder">Resolves grain objects among the values; null if there can be none.</param>
    public Writer(IReferenceBinder? binder)
    {
        Binder = binder;
        _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    }

    public IReferenceBinder? Binder { get; }

    /// <summary>How many bytes were written.</summary>
    public readonly int Length => _position;

    /// <summary>What was written; valid until the next write.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _position);

    /// <summary>A copy of what was written.</summary>
    public readonly byte[] ToArray() => Written.ToArray();

    /// <summary>Takes the buffer with the first <see cref="Length"/> bytes out of the writer, which is empty and unusable afterwards; give it to <see cref="Return"/>.</summary>
    public byte[] Detach()
    {
        var buffer = _buffer;
        _buffer = [];
        _position = 0;
        return buffer;
    }

    /// <summary>Gives a detached buffer back.</summary>
    public static void Return(byte[] detached) => ArrayPool<byte>.Shared.Return(detached);

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            Return(Detach());
        }
    }

    /// <summary>Writes a value of any type that has a codec.</summary>
    /// <exception cref="CodecNotFoundException">There is no codec for a type in it.</exception>
    public void WriteValue<T>(T value) => CodecCache<T>.Get().Write(ref this, 0, value);

    public void WriteHeader(uint id, WireType wire)
    {
        if (id < 8 && _position < _buffer.Length)
        {
            _buffer[_position++] = (byte)((id << 4) | (uint)wire);
            return;
        }

        WriteVarUInt(((ulong)id << 4) | (uint)wire);
    }

    public void WriteVarUInt(ulong value)
    {
        var span = Reserve(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _position += length;
    }

    /// <summary>Small negative numbers are as short as small positive ones.</summary>
    public void WriteVarInt(long value) => WriteVarUInt((ulong)((value << 1) ^ (value >> 63)));

    public void WriteFixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);
        _position += 4;
    }

    public void WriteFixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);
        _position += 8;
    }

    /// <summary>Overwrites four bytes that were written before.</summary>
    public readonly void Patch32(int position, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(position, 4), value);

    /// <summary>A length and the bytes.</summary>
    public void WriteBytes(scoped ReadOnlySpan<byte> value)
    {
        WriteVarUInt((uint)value.Length);
        WriteRaw(value);
    }

    /// <summary>The bytes alone.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        _position += value.Length;
    }

    /// <summary>Room for bytes that the caller fills and then adds with <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _position < size)
        {
            Grow(size);
        }

        return _buffer.AsSpan(_position);
    }

    public void Advance(int count) => _position += count;

    /// <summary>Call it before the fields of an object or the items of a collection, and <see cref="Leave"/> after them.</summary>
    /// <exception cref="SerializerException">The nesting is too deep.</exception>
    public void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new SerializerException($"The value is nested more than {MaxDepth} levels deep.");
        }
    }

    public void Leave() => _depth--;

    /// <summary>Names a type: in full the first time, by number afterwards.</summary>
    public void WriteType(Type type)
    {
        _types ??= [];
        var index = _types.IndexOf(type);
        if (index >= 0)
        {
            WriteVarUInt((uint)index + 1);
            return;
        }

        _types.Add(type);
        WriteVarUInt(0);
        WriteBytes(TypeNames.Encode(type));
    }

    /// <summary>Looks an object up among those that were written before, and adds it if it is new.</summary>
    /// <returns>Its number; -1 if it is new.</returns>
    public int FindOrTrack(object value) => (_references ??= new ReferenceTable()).FindOrAdd(value);

    private void Grow(int size)
    {
        var wanted = checked(_position + size);
        var bigger = ArrayPool<byte>.Shared.Rent((int)BitOperations.RoundUpToPowerOf2((uint)wanted) is var rounded and > 0 ? rounded : wanted);
        Written.CopyTo(bigger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = bigger;
    }
}
