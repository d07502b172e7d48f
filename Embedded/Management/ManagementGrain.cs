using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>Answers from the membership of the silo that it runs in.</summary>
[StatelessWorker]
[GrainType("sys.management")]
internal sealed class ManagementGrain(ISiloStatusOracle oracle) : Grain, IManagementGrain
{
    public Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) =>
        Task.FromResult(oracle.GetApproximateSiloStatuses(onlyActive));
}
