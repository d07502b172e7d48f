using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <content>Start, stop and kill.</content>
internal sealed partial class SiloRuntime
{
    private int _killed;

    /// <summary>Makes the silo part of the cluster; its stages run in this order.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(SiloRuntime), ServiceLifecycleStage.RuntimeInitialize, Join, Leave);
        lifecycle.Subscribe(nameof(Catalog), ServiceLifecycleStage.GrainDeactivation, Nothing, StopActivations);
        lifecycle.Subscribe(nameof(MembershipView), ServiceLifecycleStage.BecomeActive, BecomeActive, BecomePassive);
    }

    /// <summary>
    /// Ends the silo as a lost process would end: no turn starts any more, the others learn of it at once, and nothing
    /// is deactivated. The task ends when no turn runs any more.
    /// </summary>
    public Task Kill()
    {
        var quiet = Gate.Close();
        if (Interlocked.Exchange(ref _killed, 1) == 0)
        {
            IsAcceptingActivations = false;
            _collector?.Dispose();
            Fabric.Transport.Detach(Address);
            Fabric.Membership.Unsubscribe(this);
            Fabric.Membership.Set(Address, SiloStatus.Dead);
            StopCalls();
            LogKilled(Logger, _details.Name);
        }

        return quiet;
    }

    private static Task Nothing(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task Join(CancellationToken cancellationToken)
    {
        GrainManifest.Current.Check();
        Fabric.Transport.Attach(this);
        Fabric.Membership.Subscribe(this);
        var quantum = Collection.CollectionQuantum;
        _collector = Environment.Time.CreateTimer(_ => System.Post(Catalog.CollectIdle), null, quantum, quantum);
        return Task.CompletedTask;
    }

    private Task BecomeActive(CancellationToken cancellationToken)
    {
        Fabric.Membership.Set(Address, SiloStatus.Active);
        return Task.CompletedTask;
    }

    private Task BecomePassive(CancellationToken cancellationToken)
    {
        if (!Gate.IsClosed)
        {
            Fabric.Membership.Set(Address, SiloStatus.ShuttingDown);
        }

        return Task.CompletedTask;
    }

    private async Task StopActivations(CancellationToken cancellationToken)
    {
        if (Gate.IsClosed)
        {
            return;
        }

        IsAcceptingActivations = false;
        await Catalog.DeactivateAll(cancellationToken);

        // From here on other silos own this one's part of the directory.
        Fabric.Membership.Set(Address, SiloStatus.Stopping);
    }

    private Task Leave(CancellationToken cancellationToken) => Kill();

    [LoggerMessage(9031, LogLevel.Debug, "{Silo} has left the cluster.")]
    private static partial void LogKilled(ILogger logger, string silo);
}
