using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>
/// The codec of a declared type whose values may be of other types: interfaces, abstract and unsealed classes, object. A value of the usual type
/// is written as such, one of another type together with its type's name.
/// </summary>
/// <typeparam name="T">The declared type.</typeparam>
internal sealed class PolymorphicCodec<T> : Codec<T>
    where T : class
{
    private readonly Codec? _usual;

    /// <param name="usual">The codec of the type that values usually have; null for types that have no values of their own.</param>
    public PolymorphicCodec(Codec? usual) => _usual = usual;

    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, T? value)
    {
        if (value is null)
        {
            writer.WriteHeader(id, WireType.Null);
            return;
        }

        var type = value.GetType();
        if (type == _usual?.Type)
        {
            _usual.WriteObject(ref writer, id, value);
            return;
        }

        if (!CodecProvider.TryGetExact(type, out var codec))
        {
            _usual!.WriteObject(ref writer, id, ToUsual(value));
            return;
        }

        writer.WriteHeader(id, WireType.Typed);
        writer.WriteType(codec.Type);
        writer.Enter();
        codec.WriteObject(ref writer, 0, value);
        writer.Leave();
    }

    /// <inheritdoc/>
    public override T Read(ref Reader reader, WireType wire)
    {
        if (wire == WireType.Null)
        {
            return null!;
        }

        if (wire != WireType.Typed)
        {
            return _usual is null
                ? throw new SerializerException($"A value for {typeof(T)} does not say what type it has.")
                : (T)_usual.ReadObject(ref reader, wire)!;
        }

        var type = reader.ReadType();
        if (!typeof(T).IsAssignableFrom(type))
        {
            throw new SerializerException($"A value of type {type} cannot be a {typeof(T)}.");
        }

        reader.Enter();
        var value = CodecProvider.GetExact(type).ReadObject(ref reader, reader.ReadHeader(out _));
        reader.Leave();
        return (T)value!;
    }

    /// <inheritdoc/>
    public override T Copy(T? value, ref CopyContext context)
    {
        if (value is null)
        {
            return null!;
        }

        var type = value.GetType();
        if (type == _usual?.Type)
        {
            return (T)_usual.CopyObject(value, ref context)!;
        }

        if (!CodecProvider.TryGetExact(type, out var codec))
        {
            return (T)_usual!.CopyObject(ToUsual(value), ref context)!;
        }

        return codec.IsShareable ? value : (T)codec.CopyObject(value, ref context)!;
    }

    // A collection of a type without a codec (the compiler's own for collection expressions, say) becomes one of the usual type.
    private object ToUsual(T value) =>
        typeof(T).IsInterface && _usual is ICollectionCodec usual ? usual.FromOther(value) : throw CodecProvider.NotFound(value.GetType());
}
