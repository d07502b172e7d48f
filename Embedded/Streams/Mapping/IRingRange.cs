namespace Orleans.Runtime;

/// <summary>A part of the ring of hashes.</summary>
public interface IRingRange
{
    /// <summary>Whether a hash lies in it.</summary>
    bool InRange(uint value);

    /// <summary>Whether the hash of a grain lies in it.</summary>
    sealed bool InRange(GrainId grainId) => InRange(grainId.GetUniformHashCode());
}
