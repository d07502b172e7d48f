namespace OrleansRocket.State;

/// <summary>FNV-1a: the same in every process and version, since what it names is stored.</summary>
public static class NameHash
{
    /// <summary>A 64-bit hash of a text, never 0.</summary>
    public static long Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = (hash ^ (byte)character) * 1099511628211UL;
            hash = (hash ^ (byte)(character >> 8)) * 1099511628211UL;
        }

        return hash == 0 ? 1 : (long)hash;
    }

    /// <summary>Maps a text to one of <paramref name="count"/> places.</summary>
    public static int Bucket(string text, int count) => (int)((ulong)Of(text) % (ulong)count);
}
