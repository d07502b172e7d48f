namespace OrleansRocket.Replication;

/// <summary>What became of a push.</summary>
public enum PushStatus
{
    /// <summary>The follower has everything up to the end offset of the answer, as durably as the topic's flush demands.</summary>
    Stored = 0,

    /// <summary>A later epoch, or the same one to another leader, was promised: the sender does not lead any more.</summary>
    Refused = 1,

    /// <summary>The follower does not follow this leader yet: a push with <see cref="PushRequest.Follow"/> is due.</summary>
    NotFollowing = 2,

    /// <summary>The push begins behind the end of the follower's log; the leader goes on from the end offset of the answer.</summary>
    Gap = 3,

    /// <summary>The follower's store cannot write; <see cref="PushReply.Problem"/> says why.</summary>
    Failed = 4,
}
