using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream provider could not start.</summary>
[GenerateSerializer]
public sealed class ProviderStartException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public ProviderStartException()
        : this("A stream provider could not start.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public ProviderStartException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public ProviderStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
