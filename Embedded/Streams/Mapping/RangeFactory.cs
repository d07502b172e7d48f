namespace Orleans.Runtime;

/// <summary>Makes parts of the ring of hashes.</summary>
public static class RangeFactory
{
    /// <summary>How many hashes there are.</summary>
    public const long RING_SIZE = (long)uint.MaxValue + 1;

    /// <summary>The whole ring.</summary>
    public static IRingRange CreateFullRange() => new SingleRange(0, 0);

    /// <summary>The part behind one hash, up to another one.</summary>
    public static IRingRange CreateRange(uint begin, uint end) => new SingleRange(begin, end);

    /// <summary>Several parts together.</summary>
    public static IRingRange CreateRange(List<IRingRange> inRanges)
    {
        ArgumentNullException.ThrowIfNull(inRanges);
        return inRanges.Count == 1 ? inRanges[0] : new ManyRanges([.. inRanges.SelectMany(GetSubRanges)]);
    }

    /// <summary>The pieces of a part.</summary>
    /// <exception cref="NotSupportedException">It was not made here.</exception>
    public static IEnumerable<ISingleRange> GetSubRanges(IRingRange range) => range switch
    {
        ISingleRange single => [single],
        ManyRanges many => many.Ranges,
        _ => throw new NotSupportedException($"{range?.GetType()} is not a range of {nameof(RangeFactory)}."),
    };

    private sealed record SingleRange(uint Begin, uint End) : ISingleRange
    {
        public bool InRange(uint value) => Begin < End ? value > Begin && value <= End : value > Begin || value <= End;
    }

    private sealed record ManyRanges(ISingleRange[] Ranges) : IRingRange
    {
        public bool InRange(uint value) => Array.Exists(Ranges, range => range.InRange(value));
    }
}
