namespace OrleansRocket.Streams;

/// <summary>A message in the window of a partition.</summary>
internal sealed class WindowEntry(RocketStreamBatch batch, WindowStream stream)
{
    /// <summary>Its events.</summary>
    public RocketStreamBatch Batch => batch;

    /// <summary>The stream to which it belongs.</summary>
    public WindowStream Stream => stream;

    /// <summary>The bytes that it counts for.</summary>
    public int Bytes { get; } = batch.Message!.Body.Length + 256;

    /// <summary>The next message of the same stream; null when there is none yet, and after the message was dropped.</summary>
    public WindowEntry? Next { get; set; }

    /// <summary>Whether it is no longer in the window.</summary>
    public bool IsDropped { get; set; }
}
