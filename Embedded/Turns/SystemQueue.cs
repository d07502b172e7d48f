namespace Orleans.Embedded;

/// <summary>The turns of the runtime itself: one queue a silo, so that directory and locator need no locks.</summary>
internal sealed class SystemQueue(IWorkScheduler work, TurnGate gate) : TurnQueue(work, gate)
{
    private readonly IWorkScheduler _work = work;

    /// <summary>Runs asynchronous code in turns of this queue and gives its result to whoever waits elsewhere.</summary>
    public Task<T> Run<T>(Func<Task<T>> code)
    {
        var completion = new Completion<T>(_work);
        Post(() => _ = RunInto(code, completion));
        return completion.Task;
    }

    protected override void Handle(object item) => throw new InvalidOperationException($"Not a turn: {item}");

    private static async Task RunInto<T>(Func<Task<T>> code, Completion<T> completion)
    {
        try
        {
            completion.TrySet(await code());
        }
        catch (Exception exception)
        {
            // Not swallowed: it is thrown where the result is awaited.
            completion.TryFail(exception);
        }
    }
}
