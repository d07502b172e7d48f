using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Brokers;

/// <summary>A product that can be measured: starts brokers of it.</summary>
internal interface IBrokerKind
{
    /// <summary>The name by which <c>--systems</c> knows it.</summary>
    string Key { get; }

    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>How it keeps messages when flushes are asynchronous, in a few words.</summary>
    string AsyncMode { get; }

    /// <summary>The mode of it that can be compared with our SYNC_FLUSH.</summary>
    string SyncMode { get; }

    /// <summary>What it takes to install it; null when it is there.</summary>
    string? Missing(BenchRun run);

    /// <summary>Why it has no mode that can be compared with our SYNC_FLUSH; null when it has one.</summary>
    Task<string?> MissingSyncMode(BenchRun run, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Starts a broker with empty queues; disposing of it stops it.</summary>
    /// <param name="run">The options, and a place for its data.</param>
    /// <param name="flush">When a send counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IBroker> Start(BenchRun run, FlushMode flush, CancellationToken cancellationToken);
}
