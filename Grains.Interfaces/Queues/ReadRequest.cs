namespace OrleansRocket.Queues;

/// <summary>Asks for messages of a queue.</summary>
[GenerateSerializer, Immutable, Alias("rocket.read-request")]
public sealed record ReadRequest
{
    /// <summary>Default of <see cref="MaxBytes"/>: 1 MiB.</summary>
    public const int DefaultMaxBytes = 1024 * 1024;

    /// <summary>The longest that <see cref="Wait"/> can be.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    /// <summary>The offset of the first message wanted.</summary>
    [Id(0)]
    public required long Offset { get; init; }

    /// <summary>The most bytes to return; default 1 MiB. One batch is returned even when it is larger.</summary>
    [Id(1)]
    public int MaxBytes { get; init; } = DefaultMaxBytes;

    /// <summary>How long to wait when there is nothing yet: up to 20 s, default zero.</summary>
    [Id(2)]
    public TimeSpan Wait { get; init; }

    /// <summary>Return only messages whose tag has one of these hashes (see <c>TagHash</c>); null for all. Hashes collide, so that
    /// the reader has to compare the tag's text.</summary>
    [Id(3)]
    public IReadOnlyList<int>? TagHashes { get; init; }

    /// <summary>Return only messages of which this SQL92 expression is true (see <see cref="SqlExpression"/>); null for all. Excludes
    /// <see cref="TagHashes"/>.</summary>
    [Id(4)]
    public string? Sql { get; init; }

    /// <summary>The same request for the messages of a filter.</summary>
    public ReadRequest Where(FilterExpression filter) => filter switch
    {
        SqlExpression sql => this with { Sql = sql.Text, TagHashes = null },
        _ => this with { Sql = null, TagHashes = (filter as TagExpression)?.Hashes },
    };
}
