namespace OrleansRocket;

/// <summary>How the queues of a topic are shared out among the members of a group: RocketMQ's strategies. All members must ask for the same.</summary>
public enum AssignmentStrategy
{
    /// <summary>Consecutive queues to each member, and one more to each of the first when it does not come out even: RocketMQ's AVG.</summary>
    Average = 0,

    /// <summary>One queue to each member in turn, round and round: AVG_BY_CIRCLE.</summary>
    Circular = 1,

    /// <summary>Each queue to the next member on a ring of hashes: few queues move when members come and go, and shares are uneven: CONSISTENT_HASH.</summary>
    ConsistentHash = 2,

    /// <summary>The queues of a machine room to the members in it, and those of rooms without a member to all: MACHINE_ROOM_NEARBY. A broker is in the
    /// room with which its name begins, up to an <c>@</c>; a queue in that of the broker that should lead it.</summary>
    MachineRoom = 3,

    /// <summary>Even shares, and as few queues as possible change their owner: STICKY.</summary>
    Sticky = 4,
}
