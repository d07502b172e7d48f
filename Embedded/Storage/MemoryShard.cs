namespace Orleans.Storage;

/// <summary>What one storage grain keeps. Used in its turns only.</summary>
internal sealed class MemoryShard
{
    public Dictionary<string, MemoryRecord> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>The last version that was given: never the same twice.</summary>
    public long Version { get; set; }
}
