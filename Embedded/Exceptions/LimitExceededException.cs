namespace Orleans.Runtime;

/// <summary>A stated limit of the runtime was reached, such as the number of requests that wait for one activation.</summary>
[GenerateSerializer]
public sealed class LimitExceededException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public LimitExceededException()
        : base("Limit exceeded")
    {
    }

    /// <summary>Creates the exception.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public LimitExceededException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception from the limit's name, the value reached and the limit itself.</summary>
    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base($"Limit exceeded {limitName} Current={current} Threshold={threshold} {extraInfo}")
    {
    }
}
