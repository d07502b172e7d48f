namespace Orleans.Runtime;

/// <summary>How the silo of a new activation is chosen; a director does the choosing.</summary>
public abstract class PlacementStrategy
{
    /// <summary>Whether activations are registered in the directory, so that there is one of each grain.</summary>
    public virtual bool IsUsingGrainDirectory => true;
}
