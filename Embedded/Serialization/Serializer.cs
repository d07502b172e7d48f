namespace Orleans.Serialization;

/// <summary>Turns values into bytes and back. Thread-safe; get it from the services of a silo or client, or by <c>services.AddSerializer()</c>.</summary>
public sealed class Serializer
{
    internal Serializer(IReferenceBinder? binder) => Binder = binder;

    internal IReferenceBinder? Binder { get; }

    /// <summary>Writes a value.</summary>
    public byte[] SerializeToArray<T>(T value) => throw new NotSupportedException();

    /// <summary>Reads a value.</summary>
    public T Deserialize<T>(byte[] source) => throw new NotSupportedException();
}
