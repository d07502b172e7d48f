using Orleans.Serialization.Buffers;
using Orleans.Serialization.Invocation;

namespace Orleans.Serialization.Codecs;

/// <summary>The result of a method that returns nothing, so that responses need no case of their own for it.</summary>
internal sealed class VoidResultCodec : Codec<VoidResult>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, VoidResult value) => writer.WriteHeader(id, WireType.Null);

    /// <inheritdoc/>
    public override VoidResult Read(ref Reader reader, WireType wire)
    {
        reader.Skip(wire);
        return default;
    }
}
