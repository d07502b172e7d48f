namespace Orleans.Runtime;

/// <summary>The start of a silo was cancelled between two stages of its lifecycle.</summary>
[GenerateSerializer]
public sealed class OrleansLifecycleCanceledException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public OrleansLifecycleCanceledException()
        : base("The lifecycle was cancelled.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public OrleansLifecycleCanceledException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public OrleansLifecycleCanceledException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
