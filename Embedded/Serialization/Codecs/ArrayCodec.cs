using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Arrays of one dimension.</summary>
internal sealed class ArrayCodec<T> : ReferenceTypeCodec<T[]>
{
    /// <inheritdoc/>
    protected override void WriteBody(ref Writer writer, uint id, T[] value)
    {
        // A read-only span, because a writable one refuses an array of a derived type in place of T[].
        Items.Write(ref writer, id, new ReadOnlySpan<T>(value));
    }

    /// <inheritdoc/>
    protected override T[] ReadBody(ref Reader reader, WireType wire, int slot) => Items.Read<T>(ref reader, wire, slot);

    /// <inheritdoc/>
    protected override T[] CopyBody(T[] value, ref CopyContext context)
    {
        var copy = new T[value.Length];
        if (IsTracked)
        {
            context.Remember(value, copy);
        }

        Items.Copy(new ReadOnlySpan<T>(value), copy, ref context);
        return copy;
    }
}
