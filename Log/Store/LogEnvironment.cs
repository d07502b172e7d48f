using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Store;

/// <summary>What a store takes from outside; replaced by tests and by the simulator.</summary>
public sealed record LogEnvironment
{
    /// <summary>The file system. Default: this machine's.</summary>
    public ILogFiles Files { get; init; } = new LinuxLogFiles();

    /// <summary>Clock and timers. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where background work runs. Default: threads of its own.</summary>
    public ILogScheduler Scheduler { get; init; } = LogThreads.Instance;

    /// <summary>Where new ids come from: a new store's, and names in the trash. Default: random.</summary>
    public Func<Guid> NewId { get; init; } = Guid.NewGuid;

    /// <summary>Where the log writes what an operator should know. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
