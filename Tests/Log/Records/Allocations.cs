namespace OrleansRocket.Tests.Log.Records;

/// <summary>Counts what code allocates on this thread.</summary>
internal static class Allocations
{
    private const int Tries = 20;

    /// <summary>
    /// The fewest bytes that some runs of the action allocate. One run is not enough: when another thread's test starts
    /// a collection, the runtime counts the unused rest of this thread's allocation buffer (up to 8 KB) as allocated.
    /// What the code itself allocates is in every run.
    /// </summary>
    public static long Of(Action action)
    {
        long fewest = long.MaxValue;
        for (int i = 0; i < Tries && fewest > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
