namespace OrleansRocket.Bench.Brokers;

/// <summary>What runs our broker: this process, a process of its own, or a cluster that runs anyway.</summary>
internal interface IRocketHost : IAsyncDisposable
{
    RocketClient Client { get; }

    /// <summary>The processor time that the broker's process has used; zero where it is this process or one that we did not start.</summary>
    TimeSpan Processor { get; }
}
