namespace OrleansRocket;

/// <summary>The one exception of OrleansRocket. <see cref="Code"/> is stable and meant for programs, the message for people.</summary>
[GenerateSerializer, Alias("rocket.exception")]
public sealed class RocketException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="message">One line that names the thing and the limit.</param>
    public RocketException(RocketError code, string message)
        : base(message) => Code = code;

    /// <summary>Makes an exception that has a cause.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="message">One line that names the thing and the limit.</param>
    /// <param name="innerException">The cause.</param>
    public RocketException(RocketError code, string message, Exception innerException)
        : base(message, innerException) => Code = code;

    /// <summary>Makes an exception that says when to try again.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="message">One line that names the thing and the limit.</param>
    /// <param name="retryAfter">See <see cref="RetryAfter"/>.</param>
    public RocketException(RocketError code, string message, TimeSpan retryAfter)
        : this(code, message) => RetryAfter = retryAfter;

    /// <summary>What went wrong.</summary>
    [Id(0)]
    public RocketError Code { get; private set; }

    /// <summary>How long to wait at least before the same call can succeed; zero when nobody knows.</summary>
    [Id(1)]
    public TimeSpan RetryAfter { get; private set; }

    /// <summary>True when the same call may succeed a little later without anybody's help.</summary>
    public bool IsTransient => Code is RocketError.NoStoreAvailable or RocketError.StoreUnavailable
        or RocketError.DiskFull or RocketError.TopicBeingDeleted or RocketError.ClusterUnavailable
        or RocketError.NotEnoughReplicas or RocketError.Busy;
}
