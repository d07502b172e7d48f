using Microsoft.Extensions.Logging;

namespace OrleansRocket.ClusterDirectory;

/// <summary>
/// Looks several times a second whether the processes of the other silos are still there, and has the table read anew when one is not:
/// on one machine the operating system knows it at once, while probes take seconds.
/// </summary>
internal sealed partial class DeadSiloWatch(
    MembershipFile file, ILocalSiloDetails silo, IClusterMembershipService membership, TimeProvider time, ILogger<DeadSiloWatch> logger)
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
                await Look(own);
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>A look that fails is tried again with the next tick: a watch that ended would leave dead silos to the probes.</summary>
    internal async Task Look(string own)
    {
        try
        {
            var table = file.Read();
            if (table is null)
                return;
            if (table.Rows.Any(row => row.Address != own && row.Status != SiloStatus.Dead && !file.IsAlive(row)))
                (table, _) = await file.Change(_ => null);

            // Whoever looks first marks the dead one, whether it is this silo, another, or a client's list of gateways; all have to hear of it.
            if (table.Version > membership.CurrentSnapshot.Version.Value)
                await membership.Refresh(new MembershipVersion(table.Version), _stopping.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(3400, LogLevel.Warning, "Cannot see whether the other silos of the cluster directory are there; trying again")]
    private partial void LogFailed(Exception failure);
}
