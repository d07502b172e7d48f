namespace Orleans.Runtime;

/// <summary>The runtime refused a message: it could not be delivered, or not any more. Whether it ran is unknown.</summary>
[GenerateSerializer]
public class OrleansMessageRejectionException : OrleansException
{
    /// <summary>Creates the exception.</summary>
    public OrleansMessageRejectionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public OrleansMessageRejectionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
