namespace OrleansRocket.Log.Queues;

/// <summary>What became of an append.</summary>
public enum AppendStatus
{
    /// <summary>The batch is in the log. Durable as the queue's flush mode says.</summary>
    Appended,

    /// <summary>The producer had appended this batch before; the offsets are those of then.</summary>
    Duplicate,

    /// <summary>The producer's sequence leaves a gap, or is older than what is remembered. Nothing was written.</summary>
    OutOfOrderSequence,

    /// <summary>A later epoch of this producer has written. Nothing was written.</summary>
    ProducerFenced,

    /// <summary>Not a sound batch, or larger than a segment. Nothing was written.</summary>
    Invalid,

    /// <summary>No disk space. Nothing was written; later appends succeed once space returns.</summary>
    DiskFull,

    /// <summary>The queue is latched after a failed write, or is damaged: it accepts nothing until it is opened anew.</summary>
    Failed,

    /// <summary>A later leader epoch has begun. Nothing was written.</summary>
    StaleEpoch,
}
