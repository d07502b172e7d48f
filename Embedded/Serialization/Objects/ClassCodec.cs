using Orleans.Runtime;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;

namespace Orleans.Serialization.Objects;

/// <summary>The codec of a class that is made of members.</summary>
internal sealed class ClassCodec<T> : ReferenceTypeCodec<T>
    where T : class
{
    private readonly ObjectMembers<T> _members;
    private readonly Func<T> _create = ObjectFactory.For<T>();
    private readonly bool _isTold = typeof(T).IsDefined(typeof(SerializationCallbacksAttribute), inherit: false);

    public ClassCodec(TypeShape shape) => _members = new ObjectMembers<T>(shape);

    /// <inheritdoc/>
    public override bool IsShareable { get; } = TypeFacts.IsMarkedImmutable(typeof(T)) || TypeFacts.IsShareable(typeof(T));

    /// <inheritdoc/>
    protected override void WriteBody(ref Writer writer, uint id, T value)
    {
        writer.WriteHeader(id, WireType.Object);
        _members.Write(ref writer, ref value);
    }

    /// <inheritdoc/>
    protected override T ReadBody(ref Reader reader, WireType wire, int slot)
    {
        if (wire != WireType.Object)
        {
            throw Reader.Unexpected(wire, typeof(T).Name);
        }

        var value = _create();
        reader.Fill(slot, value);
        _members.Read(ref reader, ref value);
        if (_isTold && value is IOnDeserialized told && reader.Binder is { } binder)
            new OnDeserializedCallbacks(binder.ServiceProvider).OnDeserialized(told);
        return value;
    }

    /// <inheritdoc/>
    protected override T CopyBody(T value, ref CopyContext context)
    {
        if (IsShareable)
        {
            return value;
        }

        var copy = _create();
        if (IsTracked)
        {
            context.Remember(value, copy);
        }

        _members.Copy(ref value, ref copy, ref context);
        return copy;
    }
}
