namespace OrleansRocket.Replication;

/// <summary>Which stores' silos run, and word of every change; one reader of the membership for all queues of a silo.</summary>
internal sealed class LiveStores(IClusterMembershipService membership) : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource _changed = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>Completes with the next change of the membership.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>The silo of a store, when it is active; null when not.</summary>
    public SiloAddress? Find(string store)
    {
        foreach (var member in membership.CurrentSnapshot.Members.Values)
        {
            if (member.Status == SiloStatus.Active && member.Name == store)
                return member.SiloAddress;
        }

        return null;
    }

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(LiveStores), ServiceLifecycleStage.RuntimeGrainServices, Start, Stop);

    private Task Start(CancellationToken cancellationToken)
    {
        _watching = Watch();
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        // Not CancelAsync, which would tell those who wait on the thread pool, whatever the silo runs on.
        _stopping.Cancel();
        await _watching;
    }

    private async Task Watch()
    {
        try
        {
            await foreach (var _ in membership.MembershipUpdates.WithCancellation(_stopping.Token))
                Interlocked.Exchange(ref _changed, new()).SetResult();
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
