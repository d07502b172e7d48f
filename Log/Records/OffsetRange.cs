namespace OrleansRocket.Log.Records;

/// <summary>Offsets without a gap.</summary>
/// <param name="First">The first one.</param>
/// <param name="End">The one after the last.</param>
public readonly record struct OffsetRange(long First, long End)
{
    /// <summary>How many.</summary>
    public long Count => End - First;

    /// <summary>What both have in common; empty, with a count of 0 or less, when they have nothing.</summary>
    public OffsetRange Intersect(OffsetRange other) => new(Math.Max(First, other.First), Math.Min(End, other.End));
}
