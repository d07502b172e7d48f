namespace Orleans.Concurrency;

/// <summary>Wraps a value that is never changed once it was passed to a call, so that the engine need not copy it.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
[GenerateSerializer, Immutable]
public readonly struct Immutable<T>
{
    /// <summary>The value.</summary>
    [Id(0)]
    public readonly T Value;

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value.</param>
    public Immutable(T value) => Value = value;
}
