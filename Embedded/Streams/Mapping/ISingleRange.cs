namespace Orleans.Runtime;

/// <summary>A part of the ring in one piece.</summary>
public interface ISingleRange : IRingRange
{
    /// <summary>The hash before its first one.</summary>
    uint Begin { get; }

    /// <summary>Its last hash; the same as <see cref="Begin"/> if it is the whole ring.</summary>
    uint End { get; }
}
