namespace OrleansRocket.Log.Epochs;

/// <summary>A log at one moment.</summary>
/// <param name="Promised">What it had promised.</param>
/// <param name="Epochs">What it had accepted.</param>
/// <param name="StartOffset">Its first offset.</param>
/// <param name="EndOffset">The offset after its newest record.</param>
public readonly record struct ReplicaLogState(EpochPromise Promised, IReadOnlyList<EpochStart> Epochs, long StartOffset, long EndOffset);
