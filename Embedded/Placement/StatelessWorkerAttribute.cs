using Orleans.Placement;
using Orleans.Runtime;

namespace Orleans.Concurrency;

/// <summary>A grain without identity worth speaking of: several activations of it may work side by side in each silo.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class StatelessWorkerAttribute : PlacementAttribute
{
    /// <summary>At most this many activations in each silo.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers)
        : base(new StatelessWorkerPlacement(maxLocalWorkers)) => MaxLocalWorkers = maxLocalWorkers;

    /// <summary>At most as many activations in each silo as it has processors.</summary>
    public StatelessWorkerAttribute()
        : this(0)
    {
    }

    /// <summary>The number of activations; 0 means the number of processors.</summary>
    public int MaxLocalWorkers { get; }
}
