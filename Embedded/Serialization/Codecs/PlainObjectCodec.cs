using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Objects of type object itself: nothing but their identity.</summary>
internal sealed class PlainObjectCodec : ReferenceTypeCodec<object>
{
    /// <inheritdoc/>
    protected override void WriteBody(ref Writer writer, uint id, object value)
    {
        writer.WriteHeader(id, WireType.Object);
        writer.WriteHeader(0, WireType.End);
    }

    /// <inheritdoc/>
    protected override object ReadBody(ref Reader reader, WireType wire, int slot)
    {
        reader.Skip(wire == WireType.Object ? wire : throw Reader.Unexpected(wire, "an object"));
        return new object();
    }

    /// <inheritdoc/>
    protected override object CopyBody(object value, ref CopyContext context) => new();
}
