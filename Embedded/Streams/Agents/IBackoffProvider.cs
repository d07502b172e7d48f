namespace Orleans.Internal;

/// <summary>Says how long to wait before trying again.</summary>
public interface IBackoffProvider
{
    /// <summary>The time to wait after a failed attempt.</summary>
    /// <param name="attempt">The number of the attempt, from 0.</param>
    TimeSpan Next(int attempt);
}
