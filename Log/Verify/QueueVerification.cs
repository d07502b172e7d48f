namespace OrleansRocket.Log.Verify;

/// <summary>What the verifier found of one queue.</summary>
public sealed record QueueVerification
{
    /// <summary>The queue's topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The queue's number.</summary>
    public required int Queue { get; init; }

    /// <summary>Segment files.</summary>
    public int Segments { get; init; }

    /// <summary>Sound batches.</summary>
    public long Batches { get; init; }

    /// <summary>Records in them.</summary>
    public long Records { get; init; }

    /// <summary>Bytes of them.</summary>
    public long Bytes { get; init; }

    /// <summary>First offset that retention has left.</summary>
    public long FirstOffset { get; init; }

    /// <summary>Offset after the last sound record.</summary>
    public long EndOffset { get; init; }

    /// <summary>Everything below had been flushed when the checkpoint was written; -1 when the checkpoint does not know the queue.</summary>
    public long DurableOffset { get; init; } = -1;

    /// <summary>Bytes of a torn tail, which the next opening cuts. No problem.</summary>
    public long TornBytes { get; init; }

    /// <summary>What is damaged or missing, each as a sentence with file, byte and offset. Empty when the queue is sound.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
