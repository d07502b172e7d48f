namespace Orleans.Streams;

/// <summary>A position is older than all that the queue's cache has.</summary>
[GenerateSerializer]
public sealed class QueueCacheMissException : DataNotAvailableException
{
    /// <summary>Creates the exception with a general message.</summary>
    public QueueCacheMissException()
        : this("Item no longer in cache")
    {
    }

    /// <summary>Creates the exception.</summary>
    public QueueCacheMissException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public QueueCacheMissException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception from positions.</summary>
    public QueueCacheMissException(StreamSequenceToken requested, StreamSequenceToken low, StreamSequenceToken high)
        : this(requested?.ToString(), low?.ToString(), high?.ToString())
    {
    }

    /// <summary>Creates the exception from positions in words.</summary>
    public QueueCacheMissException(string? requested, string? low, string? high)
        : this($"Item not found in cache.  Requested: {requested}, Low: {low}, High: {high}")
    {
        Requested = requested;
        Low = low;
        High = high;
    }

    /// <summary>The position that was asked for.</summary>
    [Id(0)]
    public string? Requested { get; private set; }

    /// <summary>The oldest position that the cache has.</summary>
    [Id(1)]
    public string? Low { get; private set; }

    /// <summary>The newest position that the cache has.</summary>
    [Id(2)]
    public string? High { get; private set; }
}
