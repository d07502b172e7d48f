namespace Orleans.Runtime;

/// <summary>A call that its caller may cancel while it waits or runs in an activation of this silo.</summary>
internal interface ICancellableCall
{
    /// <summary>The activation that the call was given to.</summary>
    Activation? RunsIn { get; set; }
}
