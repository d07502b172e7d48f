namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>What a <see cref="Nemesis"/> can do.</summary>
internal enum Fault
{
    /// <summary>A process is killed between two of its steps, and started again.</summary>
    Kill,

    /// <summary>A process dies inside a call of the file system.</summary>
    DeathInCall,

    /// <summary>A process dies with a part of a write done.</summary>
    TornWrite,

    /// <summary>One machine loses power.</summary>
    PowerLoss,

    /// <summary>All machines lose power.</summary>
    PowerLossOfAll,

    /// <summary>A process stands still, and then goes on.</summary>
    Pause,

    /// <summary>A process stands still, is declared dead, and goes on before it hears of that.</summary>
    PausedToDeath,

    /// <summary>A silo and the others do not hear each other.</summary>
    Partition,

    /// <summary>Messages from one silo to another are lost, those back are not.</summary>
    OneWayCut,

    /// <summary>A silo is declared dead, cut off, and goes on for a while.</summary>
    Isolation,

    /// <summary>A silo is declared dead, does not hear of it, and goes on beside its successors, which it can reach.</summary>
    Zombie,

    /// <summary>A process is killed, and some hear of it late only.</summary>
    LateMembership,

    /// <summary>A silo hands over and stops in order, and starts again.</summary>
    GracefulStop,

    /// <summary>A flush fails, so that a queue accepts nothing more until its broker is started again.</summary>
    FailedFlush,

    /// <summary>A bit of a log changes while its broker is down.</summary>
    BitFlip,

    /// <summary>Messages are lost.</summary>
    Drop,

    /// <summary>Messages take long.</summary>
    Delay,

    /// <summary>Messages overtake others.</summary>
    Reorder,

    /// <summary>Requests of the replication arrive once more later.</summary>
    Repeat,

    /// <summary>A disk takes long.</summary>
    SlowDisk,

    /// <summary>A disk is full for a while.</summary>
    FullDisk,

    /// <summary>A wall clock jumps.</summary>
    ClockJump,

    /// <summary>Replicas move to other stores under load.</summary>
    Move,
}
