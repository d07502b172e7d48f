namespace Orleans.Streams;

/// <summary>A position that a cache does not have any more.</summary>
public readonly struct QueueCacheMissInfo : IEquatable<QueueCacheMissInfo>
{
    /// <summary>Creates it.</summary>
    public QueueCacheMissInfo(StreamSequenceToken requested, StreamSequenceToken low, StreamSequenceToken high)
        : this(requested?.ToString(), low?.ToString(), high?.ToString())
    {
        RequestedToken = requested;
        LowToken = low;
        HighToken = high;
    }

    /// <summary>Creates it from positions in words.</summary>
    public QueueCacheMissInfo(string? requested, string? low, string? high)
    {
        Requested = requested;
        Low = low;
        High = high;
    }

    /// <summary>The position that was asked for, in words.</summary>
    public string? Requested { get; }

    /// <summary>The oldest position that the cache has, in words.</summary>
    public string? Low { get; }

    /// <summary>The newest position that the cache has, in words.</summary>
    public string? High { get; }

    /// <summary>The position that was asked for, if it is known.</summary>
    public StreamSequenceToken? RequestedToken { get; }

    /// <summary>The oldest position that the cache has, if it is known.</summary>
    public StreamSequenceToken? LowToken { get; }

    /// <summary>The newest position that the cache has, if it is known.</summary>
    public StreamSequenceToken? HighToken { get; }

    /// <summary>The exception that says the same.</summary>
    public QueueCacheMissException ToException() => new(Requested, Low, High);

    /// <inheritdoc/>
    public bool Equals(QueueCacheMissInfo other) => Requested == other.Requested && Low == other.Low && High == other.High;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is QueueCacheMissInfo other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Requested, Low, High);

    /// <summary>Whether both say the same.</summary>
    public static bool operator ==(QueueCacheMissInfo left, QueueCacheMissInfo right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(QueueCacheMissInfo left, QueueCacheMissInfo right) => !left.Equals(right);
}
