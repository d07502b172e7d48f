using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>What one silo knows of the membership.</summary>
internal sealed class MembershipView(
    ClusterFabric fabric, EngineEnvironment environment, ILocalSiloDetails self) : IClusterMembershipService, ISiloStatusOracle
{
    private readonly Lock _lock = new();
    private ClusterMembershipSnapshot _current = fabric.Membership.Current;
    private Completion<bool> _changed = new(environment.Work);

    public ClusterMembershipSnapshot CurrentSnapshot => Volatile.Read(ref _current);

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => Updates();

    public SiloStatus CurrentStatus => CurrentSnapshot.GetSiloStatus(SiloAddress);

    public string SiloName => self.Name;

    public SiloAddress SiloAddress => self.SiloAddress;

    /// <summary>Takes a newer membership; older ones are ignored.</summary>
    public bool Advance(ClusterMembershipSnapshot snapshot, out ClusterMembershipSnapshot previous)
    {
        Completion<bool> changed;
        lock (_lock)
        {
            previous = _current;
            if (snapshot.Version <= previous.Version)
            {
                return false;
            }

            Volatile.Write(ref _current, snapshot);
            changed = _changed;
            _changed = new Completion<bool>(environment.Work);
        }

        changed.TrySet(true);
        return true;
    }

    public async ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
    {
        while (CurrentSnapshot.Version < minimumVersion)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await NextChange(CurrentSnapshot).WaitAsync(cancellationToken);
        }
    }

    public Task<bool> TryKill(SiloAddress siloAddress) =>
        Task.FromResult(fabric.Membership.Set(siloAddress, SiloStatus.Dead));

    public SiloAddress[] GetActiveSilos() => ActiveIn(CurrentSnapshot);

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => CurrentSnapshot.GetSiloStatus(siloAddress);

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) =>
        CurrentSnapshot.Members.Values
            .Where(m => !onlyActive || m.Status == SiloStatus.Active)
            .OrderBy(m => m.SiloAddress)
            .ToDictionary(m => m.SiloAddress, m => m.Status);

    public bool TryGetSiloName(SiloAddress siloAddress, [NotNullWhen(true)] out string? siloName)
    {
        siloName = CurrentSnapshot.Members.GetValueOrDefault(siloAddress)?.Name;
        return siloName is not null;
    }

    public bool IsDeadSilo(SiloAddress silo) => GetApproximateSiloStatus(silo) == SiloStatus.Dead;

    public static SiloAddress[] ActiveIn(ClusterMembershipSnapshot snapshot) =>
        [.. snapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress).Order()];

    /// <summary>Ends when the membership is newer than the one given.</summary>
    private Task NextChange(ClusterMembershipSnapshot seen)
    {
        lock (_lock)
        {
            return _current.Version > seen.Version ? Task.CompletedTask : _changed.Task;
        }
    }

    private async IAsyncEnumerable<ClusterMembershipSnapshot> Updates(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Not WaitAsync, which ends on the thread pool when it is cancelled.
        var cancelled = new Completion<bool>(environment.Work);
        await using var registration = cancellationToken.Register(() => cancelled.TrySet(true));
        while (true)
        {
            var snapshot = CurrentSnapshot;
            yield return snapshot;
            await Task.WhenAny(NextChange(snapshot), cancelled.Task);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
