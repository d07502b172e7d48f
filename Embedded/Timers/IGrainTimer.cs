namespace Orleans.Runtime;

/// <summary>A timer of an activation. Disposing it cancels the tick that runs and ends it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the next tick is due and the time between the ticks after it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative (and not infinite) or too long.</exception>
    void Change(TimeSpan dueTime, TimeSpan period);
}
