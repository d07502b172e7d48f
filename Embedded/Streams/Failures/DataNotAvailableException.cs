using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What was asked for is not there any more.</summary>
[GenerateSerializer]
public class DataNotAvailableException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public DataNotAvailableException()
        : this("Data not found")
    {
    }

    /// <summary>Creates the exception.</summary>
    public DataNotAvailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public DataNotAvailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
