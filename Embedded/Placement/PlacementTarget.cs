namespace Orleans.Runtime.Placement;

/// <summary>The grain that a silo is wanted for.</summary>
public readonly struct PlacementTarget
{
    internal PlacementTarget(GrainId grainIdentity, Dictionary<string, object>? requestContextData)
    {
        GrainIdentity = grainIdentity;
        RequestContextData = requestContextData!;
    }

    /// <summary>Its identity.</summary>
    public GrainId GrainIdentity { get; }

    /// <summary>The request context of the call that needs the activation; may be null.</summary>
    public Dictionary<string, object> RequestContextData { get; }
}
