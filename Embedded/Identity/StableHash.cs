namespace Orleans.Runtime;

/// <summary>
/// A hash that is the same in every process and on every machine, unlike <see cref="HashCode"/>: grain ids are spread over silos by it.
/// </summary>
internal static class StableHash
{
    /// <summary>FNV-1a over the bytes, followed by a finalizer, so that keys which differ in the last character only spread over the whole range.</summary>
    public static uint Compute(ReadOnlySpan<byte> data, uint seed = 0)
    {
        var hash = 2166136261u ^ seed;
        foreach (var b in data)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return Mix(hash);
    }

    /// <summary>Combines two hashes; the order matters.</summary>
    public static uint Combine(uint first, uint second) => Mix((first * 31) ^ second);

    private static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >> 13;
        hash *= 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }
}
