using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Brokers;

/// <summary>OrleansRocket, beside its peers.</summary>
internal sealed class RocketKind : IBrokerKind
{
    public string Key => "rocket";

    public string Name => "OrleansRocket";

    public string AsyncMode => "memory-mapped log, flushed by interval";

    public string SyncMode => "SYNC_FLUSH: fdatasync before the acknowledgement, shared by those who wait";

    public string? Missing(BenchRun run) => null;

    public async Task<IBroker> Start(BenchRun run, FlushMode flush, CancellationToken cancellationToken) =>
        await RocketBroker.Start(run, flush, cancellationToken);
}
