namespace Orleans.Embedded;

/// <summary>Where all work of the engine runs: the thread pool, or one thread under a seed.</summary>
internal interface IWorkScheduler
{
    /// <summary>
    /// How many turns of one activation may run before others get their chance. A simulation says one, so that every
    /// turn is a decision of the seed.
    /// </summary>
    int TurnsPerItem { get; }

    /// <summary>
    /// Whether results must be handed to callers by a work item of their own. False where completing a task inside a
    /// turn is safe because its continuations go to the thread pool.
    /// </summary>
    bool CompletesByItem { get; }

    /// <summary>
    /// Called by the thread that adds work to a queue, whether or not the queue has to be scheduled for it: a simulation
    /// notices threads that are not its own.
    /// </summary>
    void Enter();

    /// <summary>Runs an item soon, on a thread without synchronization context and without values of any flow.</summary>
    void Schedule(IThreadPoolWorkItem item);
}
