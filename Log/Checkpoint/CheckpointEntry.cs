namespace OrleansRocket.Log.Checkpoint;

/// <summary>What is known to be on disk of one queue.</summary>
/// <param name="Key">Hash of topic and queue.</param>
/// <param name="StartOffset">First offset that retention has left.</param>
/// <param name="DurableOffset">Everything below was flushed. May lag behind, never runs ahead.</param>
/// <param name="Boot">Hash of the machine's boot id while the queue was last open.</param>
/// <param name="PromisedEpoch">The highest leader epoch that was promised.</param>
/// <param name="Clean">The queue was closed in order: the log ends at <paramref name="DurableOffset"/>.</param>
internal readonly record struct CheckpointEntry(
    ulong Key, long StartOffset, long DurableOffset, ulong Boot, int PromisedEpoch, bool Clean);
