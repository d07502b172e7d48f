namespace OrleansRocket;

/// <summary>Waits for signals together with something else.</summary>
internal static class SignalExtensions
{
    /// <summary>A task that ends where it is awaited. Who waits for a signal or something else, a time or a cancellation, would hear of the signal on the thread pool, and not on
    /// his own scheduler.</summary>
    public static async Task Here(this Task signal) => await signal;
}
