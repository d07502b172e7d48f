using Orleans.Serialization.Buffers;
using Orleans.Serialization.Objects;

namespace Orleans.Serialization.Codecs;

/// <summary>Exceptions; a value's own type may be derived from the declared one. They count as immutable and are not copied.</summary>
internal sealed class ExceptionCodec<T> : Codec<T>, IExceptionMembers
    where T : Exception
{
    private readonly ObjectMembers<T>? _members;
    private readonly Func<T> _create = ObjectFactory.For<T>();

    /// <param name="shape">The members; null for types that are not marked.</param>
    public ExceptionCodec(TypeShape? shape) => _members = shape is null ? null : new ObjectMembers<T>(shape);

    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, T? value)
    {
        if (value is null)
        {
            writer.WriteHeader(id, WireType.Null);
            return;
        }

        ExceptionFormat.Write(ref writer, id, value);
    }

    /// <inheritdoc/>
    public override T Read(ref Reader reader, WireType wire)
    {
        if (wire == WireType.Null)
        {
            return null!;
        }

        var value = ExceptionFormat.Read(ref reader, wire);
        return value as T ?? throw new SerializerException($"An exception of type {value.GetType()} cannot be a {typeof(T)}: {value.Message}");
    }

    /// <inheritdoc/>
    public Exception Create() => _create();

    /// <inheritdoc/>
    public void WriteMembers(ref Writer writer, Exception value)
    {
        if (_members is null)
        {
            writer.WriteHeader(0, WireType.End);
            return;
        }

        var typed = (T)value;
        _members.Write(ref writer, ref typed);
    }

    /// <inheritdoc/>
    public void ReadMembers(ref Reader reader, Exception value)
    {
        if (_members is null)
        {
            ExceptionFormat.SkipMembers(ref reader);
            return;
        }

        var typed = (T)value;
        _members.Read(ref reader, ref typed);
    }
}
