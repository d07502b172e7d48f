using Orleans.Streams;

namespace Orleans.Providers.Streams.Common;

/// <summary>A position made of two numbers.</summary>
[GenerateSerializer]
public class EventSequenceToken : StreamSequenceToken
{
    /// <summary>The position of a batch's first event.</summary>
    public EventSequenceToken(long sequenceNumber)
        : this(sequenceNumber, 0)
    {
    }

    /// <summary>The position of an event in a batch.</summary>
    public EventSequenceToken(long sequenceNumber, int eventIndex)
    {
        SequenceNumber = sequenceNumber;
        EventIndex = eventIndex;
    }

    /// <summary>The position 0.</summary>
    public EventSequenceToken()
    {
    }

    /// <inheritdoc/>
    [Id(0)]
    public override long SequenceNumber { get; protected set; }

    /// <inheritdoc/>
    [Id(1)]
    public override int EventIndex { get; protected set; }

    /// <summary>The position of an event in this batch.</summary>
    public EventSequenceToken CreateSequenceTokenForEvent(int eventInd) => new(SequenceNumber, eventInd);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EventSequenceToken);

    /// <inheritdoc/>
    public override bool Equals(StreamSequenceToken? other) =>
        other is EventSequenceToken token && token.SequenceNumber == SequenceNumber && token.EventIndex == EventIndex;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The other position is of another kind.</exception>
    public override int CompareTo(StreamSequenceToken? other)
    {
        if (other is null)
        {
            return 1;
        }

        if (other is not EventSequenceToken token)
        {
            throw new ArgumentOutOfRangeException(nameof(other), other, "Positions of different kinds have no order.");
        }

        var order = SequenceNumber.CompareTo(token.SequenceNumber);
        return order != 0 ? order : EventIndex.CompareTo(token.EventIndex);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"[EventSequenceToken: SeqNum={SequenceNumber}, EventIndex={EventIndex}]");
}
