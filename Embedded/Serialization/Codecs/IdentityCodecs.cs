using System.Buffers.Binary;
using System.Net;
using Orleans.Runtime;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>GUIDs.</summary>
internal sealed class GuidCodec : Codec<Guid>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, Guid value)
    {
        writer.WriteHeader(id, WireType.Fixed128);
        value.TryWriteBytes(writer.Reserve(16));
        writer.Advance(16);
    }

    /// <inheritdoc/>
    public override Guid Read(ref Reader reader, WireType wire) =>
        wire == WireType.Fixed128 ? new Guid(reader.ReadRaw(16)) : throw Reader.Unexpected(wire, "a GUID");
}

/// <summary>Names made of bytes.</summary>
internal sealed class IdSpanCodec : Codec<IdSpan>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, IdSpan value)
    {
        writer.WriteHeader(id, WireType.Bytes);
        writer.WriteBytes(value.AsSpan());
    }

    /// <inheritdoc/>
    public override IdSpan Read(ref Reader reader, WireType wire)
    {
        var bytes = wire == WireType.Bytes ? reader.ReadBytes() : throw Reader.Unexpected(wire, "a name");
        return bytes.IsEmpty ? default : new IdSpan(bytes.ToArray());
    }
}

/// <summary>Names of kinds of grains.</summary>
internal sealed class GrainTypeCodec : Codec<GrainType>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, GrainType value) => CodecCache<IdSpan>.Get().Write(ref writer, id, value.Value);

    /// <inheritdoc/>
    public override GrainType Read(ref Reader reader, WireType wire) => new(CodecCache<IdSpan>.Get().Read(ref reader, wire));
}

/// <summary>Identities of grains: kind and key.</summary>
internal sealed class GrainIdCodec : Codec<GrainId>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, GrainId value)
    {
        writer.WriteHeader(id, WireType.Sequence);
        writer.WriteVarUInt(2);
        CodecCache<IdSpan>.Get().Write(ref writer, 0, value.Type.Value);
        CodecCache<IdSpan>.Get().Write(ref writer, 0, value.Key);
    }

    /// <inheritdoc/>
    public override GrainId Read(ref Reader reader, WireType wire)
    {
        if (wire != WireType.Sequence || reader.ReadCount() != 2)
        {
            throw Reader.Unexpected(wire, "a grain id");
        }

        var type = CodecCache<IdSpan>.Get().Read(ref reader, reader.ReadHeader(out _));
        var key = CodecCache<IdSpan>.Get().Read(ref reader, reader.ReadHeader(out _));
        return new GrainId(new GrainType(type), key);
    }
}

/// <summary>IP addresses: 4 or 16 bytes.</summary>
internal sealed class IPAddressCodec : ReferenceTypeCodec<IPAddress>
{
    /// <inheritdoc/>
    protected override void WriteBody(ref Writer writer, uint id, IPAddress value)
    {
        writer.WriteHeader(id, WireType.Bytes);
        writer.WriteBytes(value.GetAddressBytes());
    }

    /// <inheritdoc/>
    protected override IPAddress ReadBody(ref Reader reader, WireType wire, int slot)
    {
        var bytes = wire == WireType.Bytes ? reader.ReadBytes() : throw Reader.Unexpected(wire, "an IP address");
        return bytes.Length is 4 or 16 ? new IPAddress(bytes) : throw new SerializerException($"An IP address cannot have {bytes.Length} bytes.");
    }
}

/// <summary>IP endpoints: a port of 2 bytes and the address.</summary>
internal sealed class IPEndPointCodec : ReferenceTypeCodec<IPEndPoint>
{
    /// <inheritdoc/>
    protected override void WriteBody(ref Writer writer, uint id, IPEndPoint value)
    {
        Span<byte> bytes = stackalloc byte[18];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value.Port);
        value.Address.TryWriteBytes(bytes[2..], out var length);
        writer.WriteHeader(id, WireType.Bytes);
        writer.WriteBytes(bytes[..(2 + length)]);
    }

    /// <inheritdoc/>
    protected override IPEndPoint ReadBody(ref Reader reader, WireType wire, int slot)
    {
        var bytes = wire == WireType.Bytes ? reader.ReadBytes() : throw Reader.Unexpected(wire, "an IP endpoint");
        return bytes.Length is 6 or 18
            ? new IPEndPoint(new IPAddress(bytes[2..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes))
            : throw new SerializerException($"An IP endpoint cannot have {bytes.Length} bytes.");
    }
}

/// <summary>Addresses of silos: generation and endpoint.</summary>
internal sealed class SiloAddressCodec : ReferenceTypeCodec<SiloAddress>
{
    /// <inheritdoc/>
    protected override void WriteBody(ref Writer writer, uint id, SiloAddress value)
    {
        writer.WriteHeader(id, WireType.Sequence);
        writer.WriteVarUInt(2);
        CodecCache<int>.Get().Write(ref writer, 0, value.Generation);
        CodecCache<IPEndPoint>.Get().Write(ref writer, 0, value.Endpoint);
    }

    /// <inheritdoc/>
    protected override SiloAddress ReadBody(ref Reader reader, WireType wire, int slot)
    {
        if (wire != WireType.Sequence || reader.ReadCount() != 2)
        {
            throw Reader.Unexpected(wire, "a silo address");
        }

        var generation = CodecCache<int>.Get().Read(ref reader, reader.ReadHeader(out _));
        var endpoint = CodecCache<IPEndPoint>.Get().Read(ref reader, reader.ReadHeader(out _));
        return endpoint is null ? throw new SerializerException("A silo address lacks its endpoint.") : SiloAddress.New(endpoint, generation);
    }
}
