namespace OrleansRocket.Log.Queues;

/// <summary>What a read found.</summary>
public enum ReadStatus
{
    /// <summary>At least one batch.</summary>
    Found,

    /// <summary>Nothing yet at the offset.</summary>
    AtEnd,

    /// <summary>The offset lies before the log's start.</summary>
    OffsetTooSmall,

    /// <summary>The offset lies behind the log's end.</summary>
    OffsetTooLarge,

    /// <summary>The batch at the offset is damaged.</summary>
    Corrupt,
}
