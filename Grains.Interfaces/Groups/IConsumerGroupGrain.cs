using Orleans.Concurrency;

namespace OrleansRocket.Groups;

/// <summary>
/// A consumer group (key: its name): who its members are, which of them reads which queue, and how far the group has come.
/// Each queue has one owner at a time. It moves only when its owner has released it or has been silent for its session timeout,
/// and every grant carries a higher generation than the one before, so that a late owner cannot commit.
/// </summary>
[Alias("rocket.consumer-group")]
public interface IConsumerGroupGrain : IGrainWithStringKey
{
    /// <summary>Makes the caller a member, or changes what it reads.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.TopicNotFound"/>,
    /// <see cref="RocketError.InvalidFilter"/>; <see cref="RocketError.SubscriptionConflict"/> while another member reads the same topic with
    /// another filter.</exception>
    [Alias("join")]
    Task<GroupView> Join(JoinRequest request);

    /// <summary>Keeps the member alive; answers when its grants differ from the version that it knows, or after <paramref name="wait"/>.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.UnknownMember"/>.</exception>
    [Alias("heartbeat"), AlwaysInterleave]
    Task<GroupView> Heartbeat(string memberId, long knownVersion, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Stores progress. Returns the queues whose commit was refused because the member no longer owns them.</summary>
    [Alias("commit")]
    Task<IReadOnlyList<QueueName>> Commit(string memberId, IReadOnlyList<QueueCommit> commits);

    /// <summary>Stores progress and gives the queues back, so that others can have them.</summary>
    [Alias("release")]
    Task<IReadOnlyList<QueueName>> Release(string memberId, IReadOnlyList<QueueCommit> commits);

    /// <summary>Stores progress, gives all queues back and ends the membership.</summary>
    [Alias("leave")]
    Task Leave(string memberId, IReadOnlyList<QueueCommit> commits);

    /// <summary>The state of the group.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotFound"/> when it has neither members nor progress nor a quota.</exception>
    [Alias("describe"), AlwaysInterleave]
    Task<GroupDescription> Describe();

    /// <summary>Says that a queue is read by simple consumers from now on. Only for the grain that hands its messages out.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.GroupModeMismatch"/> when members read the topic, <see cref="RocketError.TopicNotFound"/>.</exception>
    [Alias("claim-pop")]
    Task<PopClaim> ClaimPop(QueueName queue);

    /// <summary>Stores the progress of a queue that is read by simple consumers.</summary>
    /// <returns>How much of the queue may be handed out; null when that incarnation is over, because the group or the topic was deleted.</returns>
    [Alias("report-pop")]
    Task<QueueQuota?> ReportPop(QueueName queue, long incarnation, long offset);

    /// <summary>Takes a queue for a reader that something outside of the group has chosen: the agents of a stream provider are assigned by Orleans. Whoever
    /// claimed it before can store nothing any more.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="owner">Who reads it, for people to look at; at most 256 characters.</param>
    /// <exception cref="RocketException"><see cref="RocketError.GroupModeMismatch"/> when members or simple consumers read the topic,
    /// <see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    [Alias("claim")]
    Task<QueueGrant> Claim(QueueName queue, string owner);

    /// <summary>Stores the progress of a claimed queue, if the claim still holds.</summary>
    [Alias("commit-claimed")]
    Task<ClaimState> CommitClaimed(QueueCommit commit);

    /// <summary>Lets the group go on somewhere else with queues of a topic, whatever it has read.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="offsets">The next offset of each queue; generations do not matter.</param>
    /// <param name="force">False to refuse it while members read the topic; true to let them begin again there.</param>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotEmpty"/>, <see cref="RocketError.GroupModeMismatch"/>,
    /// <see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    [Alias("reset-offsets")]
    Task ResetOffsets(string topic, IReadOnlyList<QueueCommit> offsets, bool force);

    /// <summary>Limits how much the group may read. Its members hear of it at once.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>.</exception>
    [Alias("set-quota")]
    Task SetQuota(GroupQuota quota);

    /// <summary>Forgets the group's progress and its quota.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotEmpty"/> when it has members.</exception>
    [Alias("delete")]
    Task Delete();
}
