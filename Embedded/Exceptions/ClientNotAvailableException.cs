namespace Orleans.Runtime;

/// <summary>The client that holds an observer is gone.</summary>
[GenerateSerializer]
public sealed class ClientNotAvailableException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public ClientNotAvailableException()
        : base("The client is not available.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public ClientNotAvailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public ClientNotAvailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
