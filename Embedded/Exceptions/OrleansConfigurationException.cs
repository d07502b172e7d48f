namespace Orleans.Runtime;

/// <summary>The configuration of a silo or client is wrong.</summary>
[GenerateSerializer]
public class OrleansConfigurationException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public OrleansConfigurationException()
        : base("The configuration is wrong.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public OrleansConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public OrleansConfigurationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
