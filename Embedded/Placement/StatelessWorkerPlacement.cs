namespace Orleans.Runtime;

/// <summary>Up to a number of activations in every silo that calls; never registered in the directory.</summary>
internal sealed class StatelessWorkerPlacement(int maxLocal) : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;

    public int MaxLocal { get; } = maxLocal > 0 ? maxLocal : Environment.ProcessorCount;
}
