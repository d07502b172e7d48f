using Orleans.Runtime;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>References to grains and observers: the interface and the identity. A grain object is written as a reference to it.</summary>
/// <typeparam name="T">The declared interface.</typeparam>
internal sealed class GrainReferenceCodec<T> : Codec<T>
    where T : class, IAddressable
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, T? value)
    {
        if (value is null)
        {
            writer.WriteHeader(id, WireType.Null);
            return;
        }

        var reference = value as GrainReference;
        writer.WriteHeader(id, WireType.Typed);
        writer.WriteType(reference?.Interface ?? typeof(T));
        CodecCache<GrainId>.Get().Write(ref writer, 0, reference?.GrainId ?? IdOf(value, writer.Binder));
    }

    /// <inheritdoc/>
    public override T Read(ref Reader reader, WireType wire)
    {
        if (wire == WireType.Null)
        {
            return null!;
        }

        var contract = wire == WireType.Typed ? reader.ReadType() : throw Reader.Unexpected(wire, "a grain reference");
        var id = CodecCache<GrainId>.Get().Read(ref reader, reader.ReadHeader(out _));
        if (!contract.IsInterface || !typeof(T).IsAssignableFrom(contract))
        {
            throw new SerializerException($"A reference to a {contract} cannot be a {typeof(T)}.");
        }

        var binder = reader.Binder ?? throw new SerializerException($"A reference to grain {id} cannot be read outside a cluster.");
        return (T)(object)binder.Bind(contract, id);
    }

    /// <inheritdoc/>
    public override T Copy(T? value, ref CopyContext context) =>
        value is null or GrainReference ? value! : (T)(object)BinderOf(value, context.Binder).Bind(typeof(T), IdOf(value, context.Binder));

    private static GrainId IdOf(T value, IReferenceBinder? binder) => BinderOf(value, binder).IdOf(value);

    private static IReferenceBinder BinderOf(T value, IReferenceBinder? binder)
    {
        if (value is IGrainObserver)
        {
            throw new NotSupportedException(
                $"IGrainObserver parameters must be GrainReference or Grain and cannot be type {value.GetType()}. Did you forget to CreateObjectReference?");
        }

        return binder ?? throw new NotSupportedException($"A grain of type {value.GetType()} cannot be passed outside a cluster.");
    }
}
