using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;

namespace Orleans.Serialization.Objects;

/// <summary>The codec of a struct that is made of members.</summary>
internal sealed class StructCodec<T> : Codec<T>
    where T : struct
{
    private readonly ObjectMembers<T> _members;

    public StructCodec(TypeShape shape) => _members = new ObjectMembers<T>(shape);

    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, T value)
    {
        writer.WriteHeader(id, WireType.Object);
        _members.Write(ref writer, ref value);
    }

    /// <inheritdoc/>
    public override T Read(ref Reader reader, WireType wire)
    {
        if (wire != WireType.Object)
        {
            throw Reader.Unexpected(wire, typeof(T).Name);
        }

        T value = default;
        _members.Read(ref reader, ref value);
        return value;
    }

    /// <inheritdoc/>
    public override T Copy(T value, ref CopyContext context)
    {
        if (IsShareable)
        {
            return value;
        }

        // Starting from the value itself keeps members without an id, as an assignment would.
        var copy = value;
        _members.Copy(ref value, ref copy, ref context);
        return copy;
    }
}
