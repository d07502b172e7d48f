namespace OrleansRocket.Cli.Clusters;

/// <summary>Gives a broker that is starting, or starting again, some time.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Makes a call that changes nothing, or nothing twice, again and again until it succeeds or fails for good.</summary>
    public static async Task<T> Try<T>(Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call().WaitAsync(cancellationToken);
            }
            catch (Exception failure) when (Transience.IsTransient(failure) && time.GetElapsedTime(started) < Limit)
            {
                await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }
    }
}
