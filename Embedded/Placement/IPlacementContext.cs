namespace Orleans.Runtime.Placement;

/// <summary>What a placement director can know.</summary>
public interface IPlacementContext
{
    /// <summary>The silo that the director runs in.</summary>
    SiloAddress LocalSilo { get; }

    /// <summary>Its status.</summary>
    SiloStatus LocalSiloStatus { get; }

    /// <summary>The active silos that can run the grain, in a stable order.</summary>
    /// <exception cref="OrleansException">There is none.</exception>
    SiloAddress[] GetCompatibleSilos(PlacementTarget target);
}
