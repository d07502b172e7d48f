namespace OrleansRocket.ClusterDirectory;

/// <summary>
/// Looks several times a second whether the processes of the other silos are still there, and has the table read anew when one is not:
/// on one machine the operating system knows it at once, while probes take seconds.
/// </summary>
internal sealed class DeadSiloWatch(MembershipFile file, ILocalSiloDetails silo, IClusterMembershipService membership, TimeProvider time)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(DeadSiloWatch), ServiceLifecycleStage.BecomeActive, Start, Stop);

    private Task Start(CancellationToken cancellationToken)
    {
        _watching = Watch();
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching;
    }

    private async Task Watch()
    {
        var own = silo.SiloAddress.ToParsableString();
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                var table = file.Read();
                if (table is null || !table.Rows.Any(row => row.Address != own && row.Status != SiloStatus.Dead && !file.IsAlive(row)))
                    continue;
                (table, _) = await file.Change(_ => null);
                await membership.Refresh(new MembershipVersion(table.Version), _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
