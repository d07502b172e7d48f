using System.Numerics;
using System.Runtime.CompilerServices;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Signed whole numbers. A member may become a wider type: the bytes are the same.</summary>
internal sealed class SignedCodec<T> : Codec<T>
    where T : unmanaged, IBinaryInteger<T>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, T value)
    {
        writer.WriteHeader(id, WireType.VarInt);
        writer.WriteVarInt(long.CreateTruncating(value));
    }

    /// <inheritdoc/>
    public override T Read(ref Reader reader, WireType wire)
    {
        var value = wire == WireType.VarInt ? reader.ReadVarInt() : throw Reader.Unexpected(wire, typeof(T).Name);
        var result = T.CreateTruncating(value);
        return long.CreateTruncating(result) == value ? result : throw new SerializerException($"{value} is out of range of {typeof(T).Name}.");
    }
}

/// <summary>Unsigned whole numbers.</summary>
internal sealed class UnsignedCodec<T> : Codec<T>
    where T : unmanaged, IBinaryInteger<T>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, T value)
    {
        writer.WriteHeader(id, WireType.VarInt);
        writer.WriteVarUInt(ulong.CreateTruncating(value));
    }

    /// <inheritdoc/>
    public override T Read(ref Reader reader, WireType wire)
    {
        var value = wire == WireType.VarInt ? reader.ReadVarUInt() : throw Reader.Unexpected(wire, typeof(T).Name);
        var result = T.CreateTruncating(value);
        return ulong.CreateTruncating(result) == value ? result : throw new SerializerException($"{value} is out of range of {typeof(T).Name}.");
    }
}

/// <summary>Enumerations, as the number behind them; numbers without a name are kept.</summary>
internal sealed class EnumCodec<TEnum, TNumber> : Codec<TEnum>
    where TEnum : struct, Enum
    where TNumber : struct
{
    private readonly Codec<TNumber> _number = CodecCache<TNumber>.Get();

    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, TEnum value) => _number.Write(ref writer, id, Unsafe.BitCast<TEnum, TNumber>(value));

    /// <inheritdoc/>
    public override TEnum Read(ref Reader reader, WireType wire) => Unsafe.BitCast<TNumber, TEnum>(_number.Read(ref reader, wire));
}

/// <summary>True and false.</summary>
internal sealed class BooleanCodec : Codec<bool>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, bool value)
    {
        writer.WriteHeader(id, WireType.VarInt);
        writer.WriteVarUInt(value ? 1u : 0u);
    }

    /// <inheritdoc/>
    public override bool Read(ref Reader reader, WireType wire)
    {
        var value = wire == WireType.VarInt ? reader.ReadVarUInt() : throw Reader.Unexpected(wire, "a boolean");
        return value <= 1 ? value == 1 : throw new SerializerException($"{value} is neither true nor false.");
    }
}

/// <summary>UTF-16 characters.</summary>
internal sealed class CharCodec : Codec<char>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, char value)
    {
        writer.WriteHeader(id, WireType.VarInt);
        writer.WriteVarUInt(value);
    }

    /// <inheritdoc/>
    public override char Read(ref Reader reader, WireType wire)
    {
        var value = wire == WireType.VarInt ? reader.ReadVarUInt() : throw Reader.Unexpected(wire, "a character");
        return value <= char.MaxValue ? (char)value : throw new SerializerException($"{value} is not a character.");
    }
}

/// <summary>Floating-point numbers of 4 bytes.</summary>
internal sealed class SingleCodec : Codec<float>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, float value)
    {
        writer.WriteHeader(id, WireType.Fixed32);
        writer.WriteFixed32(BitConverter.SingleToUInt32Bits(value));
    }

    /// <inheritdoc/>
    public override float Read(ref Reader reader, WireType wire) =>
        wire == WireType.Fixed32 ? BitConverter.UInt32BitsToSingle(reader.ReadFixed32()) : throw Reader.Unexpected(wire, "a float");
}

/// <summary>Floating-point numbers of 8 bytes.</summary>
internal sealed class DoubleCodec : Codec<double>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, double value)
    {
        writer.WriteHeader(id, WireType.Fixed64);
        writer.WriteFixed64(BitConverter.DoubleToUInt64Bits(value));
    }

    /// <inheritdoc/>
    public override double Read(ref Reader reader, WireType wire) =>
        wire == WireType.Fixed64 ? BitConverter.UInt64BitsToDouble(reader.ReadFixed64()) : throw Reader.Unexpected(wire, "a double");
}

/// <summary>Decimal numbers, as the platform's own four words.</summary>
internal sealed class DecimalCodec : Codec<decimal>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, decimal value)
    {
        Span<int> words = stackalloc int[4];
        decimal.GetBits(value, words);
        writer.WriteHeader(id, WireType.Fixed128);
        foreach (var word in words)
        {
            writer.WriteFixed32((uint)word);
        }
    }

    /// <inheritdoc/>
    public override decimal Read(ref Reader reader, WireType wire)
    {
        if (wire != WireType.Fixed128)
        {
            throw Reader.Unexpected(wire, "a decimal");
        }

        Span<int> words = [(int)reader.ReadFixed32(), (int)reader.ReadFixed32(), (int)reader.ReadFixed32(), (int)reader.ReadFixed32()];
        var scale = (words[3] >> 16) & 0x7FFF;
        return (words[3] & 0xFFFF) == 0 && scale <= 28 ? new decimal(words) : throw new SerializerException("The bytes are not a decimal.");
    }
}
