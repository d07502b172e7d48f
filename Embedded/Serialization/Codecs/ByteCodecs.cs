using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Arrays of numbers, as one run of little-endian bytes: one copy on each side.</summary>
internal sealed class NumberArrayCodec<T> : ReferenceTypeCodec<T[]>
    where T : unmanaged
{
    /// <inheritdoc/>
    protected override void WriteBody(ref Writer writer, uint id, T[] value)
    {
        writer.WriteHeader(id, WireType.Bytes);
        writer.WriteBytes(MemoryMarshal.AsBytes(value.AsSpan()));
    }

    /// <inheritdoc/>
    protected override T[] ReadBody(ref Reader reader, WireType wire, int slot)
    {
        var bytes = wire == WireType.Bytes ? reader.ReadBytes() : throw Reader.Unexpected(wire, typeof(T[]).Name);
        return bytes.Length % Unsafe.SizeOf<T>() == 0
            ? MemoryMarshal.Cast<byte, T>(bytes).ToArray()
            : throw new SerializerException($"{bytes.Length} bytes are not a whole number of {typeof(T).Name}.");
    }

    /// <inheritdoc/>
    protected override T[] CopyBody(T[] value, ref CopyContext context) => value.AsSpan().ToArray();
}

/// <summary>Bytes that are only read.</summary>
internal sealed class ReadOnlyMemoryCodec : Codec<ReadOnlyMemory<byte>>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, ReadOnlyMemory<byte> value)
    {
        writer.WriteHeader(id, WireType.Bytes);
        writer.WriteBytes(value.Span);
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Read(ref Reader reader, WireType wire) =>
        wire == WireType.Bytes ? reader.ReadMemory() : throw Reader.Unexpected(wire, "bytes");

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Copy(ReadOnlyMemory<byte> value, ref CopyContext context) => value.ToArray();
}

/// <summary>Bytes that may be changed.</summary>
internal sealed class MemoryCodec : Codec<Memory<byte>>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, Memory<byte> value)
    {
        writer.WriteHeader(id, WireType.Bytes);
        writer.WriteBytes(value.Span);
    }

    /// <inheritdoc/>
    public override Memory<byte> Read(ref Reader reader, WireType wire) =>
        wire == WireType.Bytes ? reader.ReadBytes().ToArray() : throw Reader.Unexpected(wire, "bytes");

    /// <inheritdoc/>
    public override Memory<byte> Copy(Memory<byte> value, ref CopyContext context) => value.ToArray();
}

/// <summary>A part of an array of bytes; what arrives is an array of just that part.</summary>
internal sealed class ArraySegmentCodec : Codec<ArraySegment<byte>>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, ArraySegment<byte> value)
    {
        writer.WriteHeader(id, WireType.Bytes);
        writer.WriteBytes(value);
    }

    /// <inheritdoc/>
    public override ArraySegment<byte> Read(ref Reader reader, WireType wire) =>
        wire == WireType.Bytes ? new ArraySegment<byte>(reader.ReadBytes().ToArray()) : throw Reader.Unexpected(wire, "bytes");

    /// <inheritdoc/>
    public override ArraySegment<byte> Copy(ArraySegment<byte> value, ref CopyContext context) => new(value.AsSpan().ToArray());
}
