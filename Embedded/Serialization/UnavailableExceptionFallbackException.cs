namespace Orleans.Serialization;

/// <summary>Stands for an exception from elsewhere whose type is not known here.</summary>
public sealed class UnavailableExceptionFallbackException : Exception
{
    /// <summary>Creates it.</summary>
    public UnavailableExceptionFallbackException()
    {
    }

    /// <summary>The name of the type that is not known.</summary>
    public string? ExceptionType { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.IsNullOrWhiteSpace(ExceptionType) ? $"Unknown exception: {base.ToString()}" : $"Unknown exception of type {ExceptionType}: {base.ToString()}";
}
