namespace Orleans.Streams;

/// <summary>What came of asking for a cursor.</summary>
/// <typeparam name="TCursor">The cursor.</typeparam>
public readonly struct QueueCacheCursorResult<TCursor> : IEquatable<QueueCacheCursorResult<TCursor>>
    where TCursor : class
{
    private QueueCacheCursorResult(QueueCacheCursorResultKind kind, TCursor? cursor, QueueCacheMissInfo? cacheMiss)
    {
        Kind = kind;
        Cursor = cursor;
        CacheMiss = cacheMiss;
    }

    /// <summary>The cache cannot do that.</summary>
    public static QueueCacheCursorResult<TCursor> NotSupported => new(QueueCacheCursorResultKind.NotSupported, null, null);

    /// <summary>What came of it.</summary>
    public QueueCacheCursorResultKind Kind { get; }

    /// <summary>The cursor, if there is one.</summary>
    public TCursor? Cursor { get; }

    /// <summary>What is missing, if the position is too old.</summary>
    public QueueCacheMissInfo? CacheMiss { get; }

    /// <summary>A cursor.</summary>
    public static QueueCacheCursorResult<TCursor> FromCursor(TCursor cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        return new(QueueCacheCursorResultKind.Success, cursor, null);
    }

    /// <summary>The position is too old.</summary>
    public static QueueCacheCursorResult<TCursor> FromCacheMiss(QueueCacheMissInfo cacheMiss) =>
        new(QueueCacheCursorResultKind.CacheMiss, null, cacheMiss);

    /// <inheritdoc/>
    public bool Equals(QueueCacheCursorResult<TCursor> other) =>
        Kind == other.Kind && Equals(Cursor, other.Cursor) && Nullable.Equals(CacheMiss, other.CacheMiss);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is QueueCacheCursorResult<TCursor> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Cursor, CacheMiss);

    /// <summary>Whether both say the same.</summary>
    public static bool operator ==(QueueCacheCursorResult<TCursor> left, QueueCacheCursorResult<TCursor> right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(QueueCacheCursorResult<TCursor> left, QueueCacheCursorResult<TCursor> right) => !left.Equals(right);
}
