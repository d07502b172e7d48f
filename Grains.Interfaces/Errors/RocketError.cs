namespace OrleansRocket;

/// <summary>Stable codes of everything that can be refused. A code never changes its meaning, and a number is never reused.</summary>
public enum RocketError
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>An argument is outside its limits; the message names it, its value and the limit.</summary>
    InvalidArgument = 1,

    /// <summary>The topic does not exist.</summary>
    TopicNotFound = 2,

    /// <summary>A topic of that name exists already.</summary>
    TopicExists = 3,

    /// <summary>The topic is being deleted; it can be created again when that is done.</summary>
    TopicBeingDeleted = 4,

    /// <summary>The topic's permission forbids this operation.</summary>
    NoPermission = 5,

    /// <summary>No live store can hold the data. Transient.</summary>
    NoStoreAvailable = 6,

    /// <summary>The store that holds the queue is not running. Transient.</summary>
    StoreUnavailable = 7,

    /// <summary>The store's data directory is not the one the cluster knows under that name.</summary>
    StoreMismatch = 8,

    /// <summary>The disk is too full to append; reads go on, and appends resume by themselves. Transient.</summary>
    DiskFull = 9,

    /// <summary>The replica's storage has failed; it refuses appends until its broker is restarted.</summary>
    StorageFailed = 10,

    /// <summary>The batch's bytes are not a valid record batch.</summary>
    InvalidBatch = 11,

    /// <summary>The producer's sequence number leaves a gap: an earlier batch of it never arrived.</summary>
    OutOfOrderSequence = 12,

    /// <summary>A newer instance of this producer has taken over.</summary>
    ProducerFenced = 13,

    /// <summary>The member is not in the group (any more); it has to join again.</summary>
    UnknownMember = 14,

    /// <summary>The member does not own that queue in that generation (any more).</summary>
    StaleGeneration = 15,

    /// <summary>The consumer group has members and cannot be deleted or changed that way.</summary>
    GroupNotEmpty = 16,

    /// <summary>The consumer group does not exist.</summary>
    GroupNotFound = 17,

    /// <summary>The operation did not finish in its time; it may or may not have taken effect.</summary>
    Timeout = 18,

    /// <summary>The client, producer or consumer has been closed.</summary>
    Closed = 19,

    /// <summary>The configuration cannot work; the message names the setting.</summary>
    Configuration = 20,

    /// <summary>No broker of the cluster can be reached. Transient.</summary>
    ClusterUnavailable = 21,

    /// <summary>Too few replicas of the queue can be reached to acknowledge anything or to begin an epoch. Transient.</summary>
    NotEnoughReplicas = 22,

    /// <summary>The topic has no key index, so that its messages cannot be found by key or id.</summary>
    NoKeyIndex = 23,

    /// <summary>The message is not held (any more): it has been released, cancelled or rolled back, or it never was there.</summary>
    NotHeld = 24,

    /// <summary>The transaction has been committed or rolled back before.</summary>
    TransactionEnded = 25,

    /// <summary>A filter cannot be read; the message has the filter, the column, and what would be right there.</summary>
    InvalidFilter = 26,

    /// <summary>Another member of the consumer group reads the same topic with another filter; the message has both filters.</summary>
    SubscriptionConflict = 27,

    /// <summary>The message was handed out again since, or its queue was reset: the receipt is no longer the newest.</summary>
    StaleReceipt = 28,

    /// <summary>The group reads this topic in another way (clustering or pop), which excludes this one.</summary>
    GroupModeMismatch = 29,

    /// <summary>The members of a group must all ask for the same assignment strategy.</summary>
    AssignmentMismatch = 30,

    /// <summary>A quota is used up, or the broker has as much under way as it may: nothing was stored. Transient; <see cref="RocketException.RetryAfter"/>
    /// says when.</summary>
    Busy = 31,

    /// <summary>The topic does not take messages of that type; the message names the topic, its type and the message's. Nothing was stored.</summary>
    MessageTypeMismatch = 40,

    /// <summary>No reply to a request came in time. The request may or may not have been handled.</summary>
    RequestTimeout = 41,
}
