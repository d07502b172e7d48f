namespace OrleansRocket.Log.Store;

/// <summary>Runs the log's background work: flushes, faulting pages in, housekeeping.</summary>
public interface ILogScheduler
{
    /// <summary>
    /// Runs the work soon, on another thread or later on the same one, never inside this call. The work does not throw and may
    /// block on disk.
    /// </summary>
    void Run(Action work);
}
