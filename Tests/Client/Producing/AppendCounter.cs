namespace OrleansRocket.Tests.Client.Producing;

/// <summary>Counts the calls that append to user topics.</summary>
internal sealed class AppendCounter : IIncomingGrainCallFilter
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (AppendFaults.IsUserAppend(context))
            Interlocked.Increment(ref _count);
        return context.Invoke();
    }
}
