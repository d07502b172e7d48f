namespace Orleans.Serialization;

/// <summary>Copies values so that the copy shares nothing mutable with the original. Thread-safe; get it where you get a <see cref="Serializer"/>.</summary>
public sealed class DeepCopier
{
    internal DeepCopier(IReferenceBinder? binder) => Binder = binder;

    internal IReferenceBinder? Binder { get; }

    /// <summary>Copies a value.</summary>
    public T Copy<T>(T value) => throw new NotSupportedException();
}
