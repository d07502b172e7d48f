namespace OrleansRocket.Pop;

/// <summary>A change of a <see cref="PopState"/>, as it is stored.</summary>
/// <param name="Kind">What changes.</param>
/// <param name="Lease">The offsets, and for a lease its terms.</param>
internal readonly record struct PopChange(PopChangeKind Kind, PopLease Lease)
{
    /// <summary>Everything is forgotten; the next offset to hand out is this one.</summary>
    public static PopChange Start(long offset) => new(PopChangeKind.Start, new PopLease(offset, offset, 0, 0, 0));

    /// <summary>The next offset to hand out is this one; what was handed out beyond it is forgotten, and what was left out before it done.</summary>
    public static PopChange Next(long offset) => new(PopChangeKind.Next, new PopLease(offset, offset, 0, 0, 0));

    /// <summary>Offsets are handed out on new terms; those that were left out before them are done.</summary>
    public static PopChange Hand(PopLease lease) => new(PopChangeKind.Lease, lease);

    /// <summary>Offsets are done.</summary>
    public static PopChange Done(long first, long end) => new(PopChangeKind.Done, new PopLease(first, end, 0, 0, 0));
}
