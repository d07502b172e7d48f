namespace Orleans.Concurrency;

/// <summary>A short way to wrap a value.</summary>
public static class ImmutableExtensions
{
    /// <summary>Wraps a value that is never changed from now on.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    public static Immutable<T> AsImmutable<T>(this T value) => new(value);
}
