namespace Orleans.Serialization.Buffers;

/// <summary>Reads what a <see cref="Writer"/> wrote. The bytes are not trusted.</summary>
internal ref struct Reader
{
    /// <summary>Reads from bytes, which must not change meanwhile.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="binder">Makes grain references; null if there can be none.</param>
    public Reader(ReadOnlySpan<byte> source, IReferenceBinder? binder)
    {
        Source = source;
        Binder = binder;
    }

    public ReadOnlySpan<byte> Source { get; }

    public IReferenceBinder? Binder { get; }

    /// <summary>Reads what <see cref="Writer.WriteValue"/> wrote.</summary>
    /// <exception cref="SerializerException">The bytes are not such a value.</exception>
    public T ReadValue<T>() => throw new NotSupportedException();
}
