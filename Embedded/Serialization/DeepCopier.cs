using System.Diagnostics.CodeAnalysis;
using Orleans.Serialization.Codecs;

namespace Orleans.Serialization;

/// <summary>Copies values so that the copy shares nothing mutable with the original. Thread-safe; get it where you get a <see cref="Serializer"/>.</summary>
public sealed class DeepCopier
{
    private readonly IReferenceBinder? _binder;

    internal DeepCopier(IReferenceBinder? binder) => _binder = binder;

    /// <summary>Copies a value. What is immutable is shared.</summary>
    /// <typeparam name="T">The declared type; the value's own may be derived from it.</typeparam>
    /// <param name="value">The value.</param>
    /// <exception cref="CodecNotFoundException">A type in it has no copier.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public T? Copy<T>(T? value)
    {
        var context = NewContext();
        return CodecCache<T>.Get().Copy(value!, ref context);
    }

    /// <summary>Starts a copy of several values that may refer to the same objects.</summary>
    internal CopyContext NewContext() => new(_binder);
}
