using Microsoft.Extensions.Logging;
using OrleansRocket.Log.Checkpoint;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Flush;
using OrleansRocket.Log.Keys;
using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Store;

/// <summary>What the queues of one store share.</summary>
internal sealed class StoreContext
{
    private int _running;
    private TaskCompletionSource? _idle;

    public StoreContext(LogStoreOptions options, LogEnvironment environment, StorePaths paths, CheckpointFile checkpoint)
    {
        Options = options;
        Environment = environment;
        Paths = paths;
        Checkpoint = checkpoint;
        Logger = environment.LoggerFactory.CreateLogger("OrleansRocket.Log");
        Disk = new DiskGate(options, environment, Logger);
        Views = new ViewReaper(environment.Time, options.IdleUnmapAfter);
        Spares = new SpareSegments(this);
        Flusher = new Flusher(this);
        Keys = new KeyWorker(this);
        Boot = CheckpointFile.Hash(environment.Files.BootId);
    }

    public LogStoreOptions Options { get; }

    public LogEnvironment Environment { get; }

    public ILogFiles Files => Environment.Files;

    public TimeProvider Time => Environment.Time;

    public StorePaths Paths { get; }

    public CheckpointFile Checkpoint { get; }

    public DiskGate Disk { get; }

    public ViewReaper Views { get; }

    public SpareSegments Spares { get; }

    public Flusher Flusher { get; }

    public KeyWorker Keys { get; }

    public ILogger Logger { get; }

    /// <summary>Hash of the machine's boot id.</summary>
    public ulong Boot { get; }

    /// <summary>The last holder closed the store in order.</summary>
    public bool CleanStop { get; init; }

    /// <summary>Runs background work, counted, so that the store can wait for it before it closes.</summary>
    public void Run(string what, Action work)
    {
        Interlocked.Increment(ref _running);
        Environment.Scheduler.Run(() => RunCounted(what, work));
    }

    /// <summary>Completes when no background work runs or waits.</summary>
    public Task WhenIdle()
    {
        // Goes on where the last work ended: a hop to the thread pool would leave the scheduler that was given.
        var idle = new TaskCompletionSource();
        Volatile.Write(ref _idle, idle);
        if (Volatile.Read(ref _running) == 0)
            idle.TrySetResult();
        return idle.Task;
    }

    private void RunCounted(string what, Action work)
    {
        try
        {
            work();
        }
        catch (Exception error)
        {
            // The outermost frame of background work: what can fail a queue has latched it where it happened.
            StoreLog.BackgroundFailed(Logger, what, error);
        }
        finally
        {
            if (Interlocked.Decrement(ref _running) == 0)
                Volatile.Read(ref _idle)?.TrySetResult();
        }
    }
}
