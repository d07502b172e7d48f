namespace OrleansRocket;

/// <summary>How a producer of transactions works.</summary>
public sealed record TransactionOptions
{
    /// <summary>The producer group. Any live producer of the group may be asked about any of its transactions.</summary>
    public required string Group { get; init; }

    /// <summary>Tells what became of a transaction that was neither committed nor rolled back in time, because its producer failed, say: the broker asks
    /// some seconds after the message was stored (6 s unless it is configured otherwise), and then every 30 s, 15 times. An exception counts as <see cref="TransactionResolution.Unknown"/>.</summary>
    public required Func<HalfMessage, CancellationToken, ValueTask<TransactionResolution>> Check { get; init; }

    /// <summary>How messages are sent.</summary>
    public ProducerOptions Producer { get; init; } = new();

    /// <summary>How many checks run at a time: default 16.</summary>
    public int MaxConcurrentChecks { get; init; } = 16;

    internal void Validate()
    {
        Name.CheckGroup(Group);
        ArgumentNullException.ThrowIfNull(Check);
        Producer.Check();
        if (MaxConcurrentChecks is < 1 or > 1000)
            throw new RocketException(RocketError.InvalidArgument, $"transactions of group '{Group}': {nameof(MaxConcurrentChecks)} is {MaxConcurrentChecks}; it must be 1 to 1000");
    }
}
