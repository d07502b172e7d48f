namespace OrleansRocket.Queues;

/// <summary>What a read found; RocketMQ's pull statuses.</summary>
public enum ReadStatus
{
    /// <summary>Messages.</summary>
    Found = 0,

    /// <summary>Nothing new in the time given. Read again at <see cref="ReadReply.NextOffset"/>, which may have moved past messages
    /// that the filter left out.</summary>
    NoNewMessage = 1,

    /// <summary>Many messages were looked at and none matched. Read on at <see cref="ReadReply.NextOffset"/> at once.</summary>
    NoMatchedMessage = 2,

    /// <summary>The offset is outside the queue; <see cref="ReadReply.NextOffset"/> is the nearest one that is inside.</summary>
    OffsetIllegal = 3,
}
