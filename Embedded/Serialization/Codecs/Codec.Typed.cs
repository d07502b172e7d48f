using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Writes, reads and copies values of one type. One instance per type and process; it has no state.</summary>
/// <typeparam name="T">The declared type of the values; a value's own type may be derived from it.</typeparam>
internal abstract class Codec<T> : Codec
{
    /// <inheritdoc/>
    public override Type Type => typeof(T);

    /// <inheritdoc/>
    public override bool IsShareable { get; } = TypeFacts.IsShareable(typeof(T));

    /// <summary>Writes a field: header and payload.</summary>
    public abstract void Write(ref Writer writer, uint id, T value);

    /// <summary>Reads the payload of a field whose header was read.</summary>
    /// <exception cref="SerializerException">The bytes are not such a value.</exception>
    public abstract T Read(ref Reader reader, WireType wire);

    /// <summary>A value that shares nothing mutable with the given one.</summary>
    public virtual T Copy(T value, ref CopyContext context) => value;

    /// <inheritdoc/>
    public sealed override void WriteObject(ref Writer writer, uint id, object? value) => Write(ref writer, id, (T)value!);

    /// <inheritdoc/>
    public sealed override object? ReadObject(ref Reader reader, WireType wire) => Read(ref reader, wire);

    /// <inheritdoc/>
    public sealed override object? CopyObject(object? value, ref CopyContext context) => Copy((T)value!, ref context);
}
