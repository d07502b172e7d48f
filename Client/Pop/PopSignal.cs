namespace OrleansRocket.Consuming;

/// <summary>Tells all who wait for messages of a simple consumer that some queue may have some.</summary>
internal sealed class PopSignal
{
    private TaskCompletionSource _next = New();
    private int _wanted;

    /// <summary>Completes with the next <see cref="Set"/>. To be taken before looking, or a message that comes meanwhile would be missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>True while anybody receives.</summary>
    public bool IsWanted => Volatile.Read(ref _wanted) > 0;

    public void Set() => Interlocked.Exchange(ref _next, New()).SetResult();

    public void Enter() => Interlocked.Increment(ref _wanted);

    public void Leave() => Interlocked.Decrement(ref _wanted);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
