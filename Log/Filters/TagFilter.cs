using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Filters;

/// <summary>Lets records through that have one of some tag hashes. Hashes collide, so that the reader has to compare the tag's text.</summary>
public sealed class TagFilter : RecordFilter
{
    private readonly int[] _hashes;

    /// <summary>Makes a filter.</summary>
    /// <param name="hashes">The wanted tag hashes (<see cref="TagHash"/>); 0 wants records without a tag.</param>
    public TagFilter(params IEnumerable<int> hashes)
    {
        _hashes = [.. hashes];
        foreach (var hash in _hashes)
            TagMask |= TagHash.MaskBit(hash);
    }

    /// <inheritdoc/>
    public override ulong TagMask { get; }

    internal override bool TryMatch(ReadOnlySpan<byte> batch, ref int position, out int tagHash, out bool matches)
    {
        var read = RecordLayout.TryReadTagHash(batch, ref position, out tagHash);
        matches = read && _hashes.AsSpan().Contains(tagHash);
        return read;
    }
}
