namespace Orleans.Streams;

/// <summary>What came of moving a cursor.</summary>
public readonly struct QueueCacheCursorMoveResult : IEquatable<QueueCacheCursorMoveResult>
{
    private QueueCacheCursorMoveResult(QueueCacheCursorMoveResultKind kind, QueueCacheMissInfo? cacheMiss)
    {
        Kind = kind;
        CacheMiss = cacheMiss;
    }

    /// <summary>The cursor is at a batch.</summary>
    public static QueueCacheCursorMoveResult Success => new(QueueCacheCursorMoveResultKind.Success, null);

    /// <summary>There is no further batch for now.</summary>
    public static QueueCacheCursorMoveResult NoData => new(QueueCacheCursorMoveResultKind.NoData, null);

    /// <summary>What came of it.</summary>
    public QueueCacheCursorMoveResultKind Kind { get; }

    /// <summary>What is missing, if the cache has dropped it.</summary>
    public QueueCacheMissInfo? CacheMiss { get; }

    /// <summary>The cache has dropped what comes next.</summary>
    public static QueueCacheCursorMoveResult FromCacheMiss(QueueCacheMissInfo cacheMiss) => new(QueueCacheCursorMoveResultKind.CacheMiss, cacheMiss);

    /// <inheritdoc/>
    public bool Equals(QueueCacheCursorMoveResult other) => Kind == other.Kind && Nullable.Equals(CacheMiss, other.CacheMiss);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is QueueCacheCursorMoveResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, CacheMiss);

    /// <summary>Whether both say the same.</summary>
    public static bool operator ==(QueueCacheCursorMoveResult left, QueueCacheCursorMoveResult right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(QueueCacheCursorMoveResult left, QueueCacheCursorMoveResult right) => !left.Equals(right);
}
