namespace OrleansRocket.Replication;

/// <summary>What a leader sends to a follower.</summary>
[GenerateSerializer, Immutable, Alias("rocket.push-request")]
public sealed record PushRequest
{
    /// <summary>The leader's epoch.</summary>
    [Id(0)]
    public required int Epoch { get; init; }

    /// <summary>The leader's store.</summary>
    [Id(1)]
    public required string Leader { get; init; }

    /// <summary>Set in the first push to a follower: what it needs to follow from where the two logs agree.</summary>
    [Id(2)]
    public FollowRequest? Follow { get; init; }

    /// <summary>The offset from which the leader sends: the end of the batches that were pushed before.</summary>
    [Id(3)]
    public required long Offset { get; init; }

    /// <summary>Record batches, one behind another; may be empty, to tell the committed offset.</summary>
    [Id(4)]
    public ReadOnlyMemory<byte> Batches { get; init; }

    /// <summary>Everything below is committed.</summary>
    [Id(5)]
    public required long CommittedOffset { get; init; }

    /// <summary>The end of the leader's log: what is lost, as far as anybody can know, when another store is made the leader without it.</summary>
    [Id(6)]
    public required long LeaderEndOffset { get; init; }

    /// <summary>Where the leader's log begins: what lies below is of no use any more in a queue that is trimmed.</summary>
    [Id(7)]
    public required long LeaderStartOffset { get; init; }
}
