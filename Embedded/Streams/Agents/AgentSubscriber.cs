using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What an agent knows of one subscription.</summary>
internal sealed class AgentSubscriber
{
    public required GuidId Id { get; init; }

    public required QualifiedStreamId Stream { get; init; }

    public required IStreamConsumerExtension Consumer { get; init; }

    public required string? FilterData { get; init; }

    public IQueueCacheCursor? Cursor { get; set; }

    /// <summary>Whether its consumer has said where it wants to begin.</summary>
    public bool IsAttached { get; set; }

    /// <summary>Whether it has unsubscribed, or the agent has forgotten the stream.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>Whether its loop runs.</summary>
    public bool IsDelivering { get; set; }

    /// <summary>The first batch that came before it was attached.</summary>
    public StreamSequenceToken? PendingStart { get; set; }

    /// <summary>The last batch that was delivered, skipped or given up.</summary>
    public StreamSequenceToken? Processed { get; set; }

    /// <summary>Where the consumer is, as far as this agent knows.</summary>
    public HandshakeToken? Last { get; set; }

    /// <summary>Ends it; gives its cursor, to be disposed.</summary>
    public IQueueCacheCursor? Remove()
    {
        IsRemoved = true;
        return TakeCursor();
    }

    public IQueueCacheCursor? TakeCursor()
    {
        var cursor = Cursor;
        Cursor = null;
        return cursor;
    }
}
