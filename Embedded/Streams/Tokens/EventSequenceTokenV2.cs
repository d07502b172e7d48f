using Orleans.Streams;

namespace Orleans.Providers.Streams.Common;

/// <summary>A position made of two numbers; the one that new adapters take.</summary>
[GenerateSerializer]
public class EventSequenceTokenV2 : StreamSequenceToken
{
    /// <summary>The position of a batch's first event.</summary>
    public EventSequenceTokenV2(long seqNumber)
        : this(seqNumber, 0)
    {
    }

    /// <summary>The position of an event in a batch.</summary>
    public EventSequenceTokenV2(long seqNumber, int eventInd)
    {
        SequenceNumber = seqNumber;
        EventIndex = eventInd;
    }

    /// <summary>The position 0.</summary>
    public EventSequenceTokenV2()
    {
    }

    /// <inheritdoc/>
    [Id(0)]
    public override long SequenceNumber { get; protected set; }

    /// <inheritdoc/>
    [Id(1)]
    public override int EventIndex { get; protected set; }

    /// <summary>The position of an event in this batch.</summary>
    public EventSequenceTokenV2 CreateSequenceTokenForEvent(int eventInd) => new(SequenceNumber, eventInd);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EventSequenceTokenV2);

    /// <inheritdoc/>
    public override bool Equals(StreamSequenceToken? other) =>
        other is EventSequenceTokenV2 token && token.SequenceNumber == SequenceNumber && token.EventIndex == EventIndex;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The other position is of another kind.</exception>
    public override int CompareTo(StreamSequenceToken? other)
    {
        if (other is null)
        {
            return 1;
        }

        if (other is not EventSequenceTokenV2 token)
        {
            throw new ArgumentOutOfRangeException(nameof(other), other, "Positions of different kinds have no order.");
        }

        var order = SequenceNumber.CompareTo(token.SequenceNumber);
        return order != 0 ? order : EventIndex.CompareTo(token.EventIndex);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"[EventSequenceTokenV2: SeqNum={SequenceNumber}, EventIndex={EventIndex}]");
}
