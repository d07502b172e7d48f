namespace OrleansRocket.Pop;

/// <summary>Asks for messages of a queue.</summary>
[GenerateSerializer, Immutable, Alias("rocket.pop-request")]
public sealed record PopRequest
{
    /// <summary>The most messages of one hand-out.</summary>
    public const int MaxMessagesLimit = 1000;

    /// <summary>The most messages of a queue that are handed out and not done: no more are handed out until some are. It bounds the memory
    /// and the stored state of a queue.</summary>
    public const int MaxInFlight = 20_000;

    /// <summary>The most bytes of one hand-out.</summary>
    public const int MaxBytesLimit = 8 * 1024 * 1024;

    /// <summary>The shortest time for which messages are handed out.</summary>
    public static readonly TimeSpan MinInvisible = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest time for which messages are handed out.</summary>
    public static readonly TimeSpan MaxInvisible = TimeSpan.FromHours(12);

    /// <summary>The most messages wanted, 1 to 1,000.</summary>
    [Id(0)]
    public required int MaxMessages { get; init; }

    /// <summary>How long nobody else gets them: 100 ms to 12 h.</summary>
    [Id(1)]
    public required TimeSpan Invisible { get; init; }

    /// <summary>The most bytes wanted, 1 KiB to 8 MiB; default 1 MiB. One message is handed out even when it is larger.</summary>
    [Id(2)]
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>Where a group begins that never read the queue; null to be told that it did not.</summary>
    [Id(3)]
    public long? StartOffset { get; init; }

    /// <summary>Which messages the group wants; those of another filter count as done. Default: all. See <see cref="FilterExpression.Text"/>.</summary>
    [Id(4)]
    public string Filter { get; init; } = TagExpression.All.Text;

    /// <summary>The language of <see cref="Filter"/>.</summary>
    [Id(5)]
    public FilterType FilterType { get; init; }
}
