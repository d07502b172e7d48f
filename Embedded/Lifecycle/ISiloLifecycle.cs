namespace Orleans.Runtime;

/// <summary>The lifecycle of a silo.</summary>
public interface ISiloLifecycle : ILifecycleObservable
{
    /// <summary>The highest stage that has started, or <see cref="int.MinValue"/>.</summary>
    int HighestCompletedStage { get; }

    /// <summary>The lowest stage that has stopped, or <see cref="int.MaxValue"/>.</summary>
    int LowestStoppedStage { get; }
}
