using Orleans.Runtime;

namespace Orleans;

/// <summary>A call that leaves a grain or client.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The activation that calls, if one does.</summary>
    IGrainContext? SourceContext { get; }
}
