using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Values that may be missing.</summary>
internal sealed class NullableCodec<T> : Codec<T?>
    where T : struct
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, T? value)
    {
        if (value is { } present)
        {
            CodecCache<T>.Get().Write(ref writer, id, present);
            return;
        }

        writer.WriteHeader(id, WireType.Null);
    }

    /// <inheritdoc/>
    public override T? Read(ref Reader reader, WireType wire) => wire == WireType.Null ? null : CodecCache<T>.Get().Read(ref reader, wire);

    /// <inheritdoc/>
    public override T? Copy(T? value, ref CopyContext context) => value is { } present ? CodecCache<T>.Get().Copy(present, ref context) : null;
}
