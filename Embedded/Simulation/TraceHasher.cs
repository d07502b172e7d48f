namespace Orleans.Embedded;

/// <summary>Folds the decisions of a run into one number: FNV-1a over 64-bit words.</summary>
internal sealed class TraceHasher
{
    private ulong _hash = 14695981039346656037;

    public string Text => _hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    public void Fold(long value)
    {
        unchecked
        {
            _hash = (_hash ^ (ulong)value) * 1099511628211;
            _hash ^= _hash >> 29;
        }
    }

    public void Fold(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            unchecked
            {
                _hash = (_hash ^ value) * 1099511628211;
            }
        }

        Fold(bytes.Length);
    }
}
