namespace OrleansRocket.Log.Retention;

/// <summary>What retention took away.</summary>
/// <param name="Segments">Retired segments.</param>
/// <param name="Bytes">Their batches' bytes.</param>
/// <param name="StartOffset">Where the log starts now.</param>
public readonly record struct RetentionResult(int Segments, long Bytes, long StartOffset);
