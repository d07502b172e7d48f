namespace Orleans.Serialization;

/// <summary>A value could not be written, read or copied. Whatever bytes are read, this is the only exception (with the ones derived from it) that comes of it.</summary>
[GenerateSerializer]
public class SerializerException : Exception
{
    /// <summary>Creates it.</summary>
    public SerializerException()
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="message">What is wrong.</param>
    public SerializerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public SerializerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
