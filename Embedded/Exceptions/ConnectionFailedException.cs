namespace Orleans.Runtime.Messaging;

/// <summary>No connection to a silo could be made. This engine reports that as <see cref="SiloUnavailableException"/>; Orleans itself may let this one through.</summary>
[GenerateSerializer]
public class ConnectionFailedException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public ConnectionFailedException()
        : base("The connection failed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public ConnectionFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public ConnectionFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
