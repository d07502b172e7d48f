namespace OrleansRocket.Log.Producers;

/// <summary>A batch that a producer has appended.</summary>
/// <param name="FirstSequence">Sequence of its first record.</param>
/// <param name="LastSequence">Sequence of its last record.</param>
/// <param name="BaseOffset">Offset of its first record.</param>
/// <param name="LastOffset">Offset of its last record.</param>
/// <param name="StoreTimestampMs">When it was stored, Unix milliseconds.</param>
public readonly record struct ProducerBatch(
    int FirstSequence, int LastSequence, long BaseOffset, long LastOffset, long StoreTimestampMs);
