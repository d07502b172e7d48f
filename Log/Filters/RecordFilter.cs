namespace OrleansRocket.Log.Filters;

/// <summary>Decides which records a reader gets, from their bytes alone: nothing is decoded into strings, and bodies are not looked at.</summary>
public abstract class RecordFilter
{
    private protected RecordFilter()
    {
    }

    /// <summary>Bits (<see cref="Records.TagHash.MaskBit"/>) of which a record's tag has one whenever the record matches: a batch whose mask
    /// has none of them need not be looked at.</summary>
    public abstract ulong TagMask { get; }

    /// <summary>Judges the record at a position, and moves to the next one.</summary>
    /// <param name="batch">A batch whose checksums are right.</param>
    /// <param name="position">Where the record starts.</param>
    /// <param name="tagHash">The record's tag hash.</param>
    /// <param name="matches">True when the reader gets it.</param>
    /// <returns>False, without a move, if the record does not follow the format.</returns>
    internal abstract bool TryMatch(ReadOnlySpan<byte> batch, ref int position, out int tagHash, out bool matches);
}
