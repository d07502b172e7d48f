namespace Orleans.Internal;

/// <summary>Always the same time.</summary>
public class FixedBackoff : IBackoffProvider
{
    private readonly TimeSpan _delay;

    /// <summary>Creates it.</summary>
    public FixedBackoff(TimeSpan delay) => _delay = delay;

    /// <inheritdoc/>
    public TimeSpan Next(int attempt) => _delay;
}
