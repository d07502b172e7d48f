using Orleans.Placement;

namespace OrleansRocket.Pop;

/// <summary>Places a grain beside the queue that it hands out.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PopPlacementAttribute() : PlacementAttribute(new PopPlacement());
