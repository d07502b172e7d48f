using System.Diagnostics.CodeAnalysis;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization;

/// <summary>Turns values into bytes and back. Thread-safe; get it from the services of a silo or client, or by <c>services.AddSerializer()</c>.</summary>
public sealed class Serializer
{
    private readonly IReferenceBinder? _binder;

    internal Serializer(IReferenceBinder? binder) => _binder = binder;

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">The declared type; the value's own may be derived from it. Read it with the same.</typeparam>
    /// <param name="value">The value.</param>
    /// <exception cref="CodecNotFoundException">A type in it has no codec.</exception>
    /// <exception cref="SerializerException">It cannot be written, because it is nested too deep, say.</exception>
    public byte[] SerializeToArray<T>([AllowNull] T value)
    {
        var writer = new Writer(_binder);
        try
        {
            writer.WriteValue(value!);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">The declared type.</typeparam>
    /// <param name="source">The bytes.</param>
    /// <exception cref="SerializerException">The bytes are not such a value.</exception>
    [return: MaybeNull]
    public T Deserialize<T>(byte[] source) => Deserialize<T>(source.AsSpan());

    /// <inheritdoc cref="Deserialize{T}(byte[])"/>
    [return: MaybeNull]
    public T Deserialize<T>(ReadOnlyMemory<byte> source) => Deserialize<T>(source.Span);

    /// <inheritdoc cref="Deserialize{T}(byte[])"/>
    [return: MaybeNull]
    public T Deserialize<T>(ReadOnlySpan<byte> source) => new Reader(source, _binder).ReadValue<T>();
}
