using System.Collections.Concurrent;

namespace OrleansRocket.Tests.Engine.Cluster;

/// <summary>Notes each of its activations and deactivations where the test sees them.</summary>
public sealed class HomeGrain(ILocalSiloDetails silo) : Grain, IHomeGrain
{
    private static long _last;

    private readonly long _activation = Interlocked.Increment(ref _last);

    public static ConcurrentDictionary<string, int> Activations { get; } = new();

    public static ConcurrentDictionary<string, string> Deactivations { get; } = new();

    public static ConcurrentDictionary<string, long> Ticks { get; } = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Activations.AddOrUpdate(this.GetPrimaryKeyString(), 1, (_, count) => count + 1);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Deactivations[this.GetPrimaryKeyString()] = reason.ReasonCode.ToString();
        return Task.CompletedTask;
    }

    public Task<(string Silo, long Activation)> WhereAmI() => Task.FromResult((silo.Name, _activation));

    public async Task<string> WaitFor(string gate)
    {
        Gates.Open(gate + "/started");
        return await Gates.Passed(gate);
    }

    public Task TickForever(string gate)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Ticks.AddOrUpdate(gate, 1, (_, count) => count + 1);
                Gates.Open(gate);
                return Task.CompletedTask;
            },
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMilliseconds(1));
        return Task.CompletedTask;
    }
}
