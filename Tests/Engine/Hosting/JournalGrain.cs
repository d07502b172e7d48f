using System.Collections.Concurrent;

namespace OrleansRocket.Tests.Engine.Hosting;

public sealed class JournalGrain(ConcurrentQueue<string> journal) : Grain, IJournalGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Enqueue("grain up");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Enqueue("grain down");
        return Task.CompletedTask;
    }

    public Task Wake() => Task.CompletedTask;
}
