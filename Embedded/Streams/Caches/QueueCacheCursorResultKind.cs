namespace Orleans.Streams;

/// <summary>What came of asking for a cursor.</summary>
public enum QueueCacheCursorResultKind
{
    /// <summary>The result was not set.</summary>
    Invalid,

    /// <summary>There is a cursor.</summary>
    Success,

    /// <summary>The position is older than what the cache has.</summary>
    CacheMiss,

    /// <summary>The cache cannot do that.</summary>
    NotSupported,
}
