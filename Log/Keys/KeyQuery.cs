namespace OrleansRocket.Log.Keys;

/// <summary>Asks for the records that have a key.</summary>
public sealed record KeyQuery
{
    /// <summary>One of the keys of the record, UTF-8, without a space.</summary>
    public required ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>Only records stored at this time or later, Unix milliseconds. Default: all.</summary>
    public long FromMs { get; init; } = long.MinValue;

    /// <summary>Only records stored before this time, Unix milliseconds. Default: all.</summary>
    public long ToMs { get; init; } = long.MaxValue;

    /// <summary>Only records at this offset or behind it. Default: all.</summary>
    public long FromOffset { get; init; }

    /// <summary>Only records below this offset. Default: all.</summary>
    public long ToOffset { get; init; } = long.MaxValue;

    /// <summary>The oldest records first; default: the newest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>The most records to return; default 64, at least 1.</summary>
    public int MaxCount { get; init; } = 64;

    /// <summary>The most bytes to return; default 4 MiB. One record is returned even when it is larger.</summary>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;
}
