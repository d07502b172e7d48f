namespace OrleansRocket.Cli.Messages;

/// <summary>What a run of <c>rocket consume</c> does.</summary>
internal sealed record ConsumeOptions
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The consumer group.</summary>
    public required string Group { get; init; }

    /// <summary>Who gets a message.</summary>
    public ReadMode Mode { get; init; }

    /// <summary>Where the group begins on a queue that it never read.</summary>
    public StartPosition From { get; init; } = StartPosition.First;

    /// <summary>Which messages to read.</summary>
    public FilterExpression Filter { get; init; } = TagExpression.All;

    /// <summary>Answer every so-many-th message with a failure; null for none.</summary>
    public long? FailEach { get; init; }

    /// <summary>What requests are answered with; null when they are not.</summary>
    public string? Reply { get; init; }

    /// <summary>End after so many messages; null for never.</summary>
    public long? Count { get; init; }

    /// <summary>End after so long without a message; null for never.</summary>
    public TimeSpan? UntilIdle { get; init; }
}
