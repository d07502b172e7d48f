namespace Orleans.Configuration;

/// <summary>How long an adapter's cache keeps things; the adapter decides what it makes of it.</summary>
public class StreamCacheEvictionOptions
{
    /// <summary>Default of <see cref="DataMinTimeInCache"/>.</summary>
    public static readonly TimeSpan DefaultDataMinTimeInCache = TimeSpan.FromMinutes(5);

    /// <summary>Default of <see cref="DataMaxAgeInCache"/>.</summary>
    public static readonly TimeSpan DefaultDataMaxAgeInCache = TimeSpan.FromMinutes(30);

    /// <summary>Default of <see cref="MetadataMinTimeInCache"/>.</summary>
    public static readonly TimeSpan DefaultMetadataMinTimeInCache = TimeSpan.FromMinutes(10);

    /// <summary>How long data is kept at least. Default: 5 minutes.</summary>
    public TimeSpan DataMinTimeInCache { get; set; } = DefaultDataMinTimeInCache;

    /// <summary>How much older than the newest the oldest may be. Default: 30 minutes.</summary>
    public TimeSpan DataMaxAgeInCache { get; set; } = DefaultDataMaxAgeInCache;

    /// <summary>How long is known what was dropped; null for not at all. Default: 10 minutes.</summary>
    public TimeSpan? MetadataMinTimeInCache { get; set; } = DefaultMetadataMinTimeInCache;
}
