using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A queue's cache takes no more.</summary>
[GenerateSerializer]
public sealed class CacheFullException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public CacheFullException()
        : this("Queue message cache is full")
    {
    }

    /// <summary>Creates the exception.</summary>
    public CacheFullException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public CacheFullException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
