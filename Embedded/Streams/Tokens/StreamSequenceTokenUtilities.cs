namespace Orleans.Streams;

/// <summary>Comparing positions in words.</summary>
public static class StreamSequenceTokenUtilities
{
    /// <summary>Whether this position is behind another one in the stream.</summary>
    public static bool Newer(this StreamSequenceToken me, StreamSequenceToken other)
    {
        ArgumentNullException.ThrowIfNull(me);
        return me.CompareTo(other) > 0;
    }

    /// <summary>Whether this position is before another one in the stream.</summary>
    public static bool Older(this StreamSequenceToken me, StreamSequenceToken other)
    {
        ArgumentNullException.ThrowIfNull(me);
        return me.CompareTo(other) < 0;
    }
}
