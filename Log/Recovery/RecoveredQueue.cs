using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Producers;
using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Recovery;

/// <summary>What a queue's directory turned out to hold.</summary>
internal sealed class RecoveredQueue
{
    public List<Segment> Segments { get; } = [];

    public ProducerTable Producers { get; } = new();

    public EpochHistory Epochs { get; set; } = EpochHistory.Empty;

    public long StartOffset { get; set; }

    public long EndOffset { get; set; }

    public long DurableOffset { get; set; }

    public long LastTimestamp { get; set; }

    public bool GapsAreLegal { get; set; }

    public long BatchesVerified { get; set; }

    public long BytesCut { get; set; }

    /// <summary>What is damaged, as a sentence; null when nothing is.</summary>
    public string? Damage { get; set; }
}
