namespace Orleans.Streams;

/// <summary>What came of moving a cursor.</summary>
public enum QueueCacheCursorMoveResultKind
{
    /// <summary>The result was not set.</summary>
    Invalid,

    /// <summary>The cursor is at a batch.</summary>
    Success,

    /// <summary>There is no further batch for now.</summary>
    NoData,

    /// <summary>The cache has dropped what comes next.</summary>
    CacheMiss,
}
