namespace OrleansRocket.Bench.Brokers;

/// <summary>What runs our broker: this process, a process of its own, or a cluster that runs anyway.</summary>
internal interface IRocketHost : IAsyncDisposable
{
    RocketClient Client { get; }

    /// <summary>The processor time that the broker's process has used; zero where it is this process or one that we did not start.</summary>
    TimeSpan Processor { get; }

    /// <summary>The memory of the broker's process that belongs to it alone, in bytes; zero where it is this process or one that we did not start.</summary>
    long PrivateMemory { get; }

    /// <summary>Starts what was asked for, or connects to it.</summary>
    static async Task<IRocketHost> Start(BenchRun run, CancellationToken cancellationToken) => run.Options switch
    {
        { ClusterDirectory: { } directory } => await RunningCluster.Connect(directory, cancellationToken),
        { InProcess: true } => await InProcessHost.Start(run, cancellationToken),
        _ => await SiloProcess.Start(run, run.Options, cancellationToken),
    };
}
