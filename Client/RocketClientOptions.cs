namespace OrleansRocket;

/// <summary>How a <see cref="RocketClient"/> works, whatever it is used for.</summary>
public sealed record RocketClientOptions
{
    /// <summary>A name that people recognise in the list of a group's members. Default: machine name and process id.</summary>
    public string ClientId { get; init; } = $"{Environment.MachineName}@{Environment.ProcessId}";

    /// <summary>How long a retry waits at first: default 50 ms, doubled for each further retry up to <see cref="MaxRetryDelay"/>, and
    /// shortened by up to half at random so that clients do not retry in step.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest that a retry waits: default 1 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the client's background work runs on. Default: the thread pool. Never the scheduler of the grain that happens to
    /// use the client first, which would end with that grain.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Where producer ids and retry jitter come from. Default: <see cref="System.Random.Shared"/>.</summary>
    public Random Random { get; init; } = Random.Shared;

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(ClientId))
            throw new RocketException(RocketError.InvalidArgument, $"{nameof(ClientId)} is empty");
        if (RetryDelay <= TimeSpan.Zero || RetryDelay > MaxRetryDelay)
            throw new RocketException(RocketError.InvalidArgument, $"{nameof(RetryDelay)} is {RetryDelay}; it must be more than 0 and at most {nameof(MaxRetryDelay)} ({MaxRetryDelay})");
    }
}
