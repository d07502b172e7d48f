using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Immutable arrays; one that was never set stays so.</summary>
internal sealed class ImmutableArrayCodec<T> : Codec<ImmutableArray<T>>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, ImmutableArray<T> value)
    {
        if (value.IsDefault)
        {
            writer.WriteHeader(id, WireType.Null);
            return;
        }

        Items.Write(ref writer, id, value.AsSpan());
    }

    /// <inheritdoc/>
    public override ImmutableArray<T> Read(ref Reader reader, WireType wire) =>
        wire == WireType.Null ? default : ImmutableCollectionsMarshal.AsImmutableArray(Items.Read<T>(ref reader, wire));

    /// <inheritdoc/>
    public override ImmutableArray<T> Copy(ImmutableArray<T> value, ref CopyContext context)
    {
        if (value.IsDefault || IsShareable)
        {
            return value;
        }

        var copy = new T[value.Length];
        Items.Copy(value.AsSpan(), copy, ref context);
        return ImmutableCollectionsMarshal.AsImmutableArray(copy);
    }
}
