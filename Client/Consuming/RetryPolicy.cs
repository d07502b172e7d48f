namespace OrleansRocket;

/// <summary>What becomes of a message that could not be handled: when it is tried again, and how often before it is a dead letter.</summary>
public sealed record RetryPolicy
{
    /// <summary>RocketMQ's 18 levels: after 1 s, 5 s, 10 s, 30 s, each minute up to 10, 20 min, 30 min, 1 h and 2 h; a dead letter after 16 retries.</summary>
    public static readonly RetryPolicy Levels = new()
    {
        Delays = [.. ((int[])[1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200]).Select(seconds => TimeSpan.FromSeconds(seconds))],
    };

    private RetryPolicy()
    {
    }

    /// <summary>How often a message is tried again before it is a dead letter: 0 or more; default 16, as in RocketMQ.</summary>
    public int MaxRetries { get; init; } = 16;

    /// <summary>How long a message waits before its first retry, its second, and so on; the last one holds for all others. Each up to 40 days.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; private init; } = [];

    /// <summary>Whether a message is tried again in its place: those behind it in its queue (or with <see cref="ConsumerOptions.Ordered"/> in its group) wait.</summary>
    public bool IsInPlace { get; private init; }

    /// <summary>Retries with delays of the application's choice.</summary>
    public static RetryPolicy Custom(params IReadOnlyList<TimeSpan> delays) => new() { Delays = delays };

    /// <summary>Retries after a delay that is multiplied each time, up to a longest one.</summary>
    public static RetryPolicy Exponential(TimeSpan first, TimeSpan longest, double multiplier = 2)
    {
        if (first <= TimeSpan.Zero || longest < first || !(multiplier > 1))
            throw new RocketException(RocketError.InvalidArgument, $"retry policy: the first delay is {first}, the longest {longest}, the multiplier {multiplier}; they must be above 0, not below the first, and above 1");
        var delays = new List<TimeSpan>();
        for (var delay = first; delay < longest; delay *= multiplier)
            delays.Add(delay);
        delays.Add(longest);
        return new RetryPolicy { Delays = delays };
    }

    /// <summary>Retries in the message's place, so that the order is kept: without an end, unless <see cref="MaxRetries"/> is set.</summary>
    public static RetryPolicy InPlace(TimeSpan delay) => new() { Delays = [delay], IsInPlace = true, MaxRetries = int.MaxValue };

    /// <summary>The same, with retries in the message's place.</summary>
    internal RetryPolicy ToInPlace() => this with { IsInPlace = true };

    /// <summary>How long a message waits after its <paramref name="failures"/>-th failure, counted from 1.</summary>
    public TimeSpan DelayAfter(int failures) => Delays[Math.Clamp(failures, 1, Delays.Count) - 1];

    internal void Check(string group)
    {
        if (MaxRetries < 0)
            throw new RocketException(RocketError.InvalidArgument, $"consumer of group '{group}': {nameof(ConsumerOptions.Retry)}.{nameof(MaxRetries)} is {MaxRetries}; it must be 0 or more");
        if (Delays.Count == 0)
            throw new RocketException(RocketError.InvalidArgument, $"consumer of group '{group}': {nameof(ConsumerOptions.Retry)} has no delays");
        foreach (var delay in Delays)
        {
            if (delay < TimeSpan.Zero || delay > RocketMessage.MaxDelay)
                throw new RocketException(RocketError.InvalidArgument, $"consumer of group '{group}': {nameof(ConsumerOptions.Retry)} has the delay {delay}; it must be 0 to {RocketMessage.MaxDelay.TotalDays} days");
        }
    }
}
