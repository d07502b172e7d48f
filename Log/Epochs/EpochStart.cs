namespace OrleansRocket.Log.Epochs;

/// <summary>Where a leader epoch begins in a log.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="StartOffset">The first offset that can belong to it.</param>
public readonly record struct EpochStart(int Epoch, long StartOffset);
