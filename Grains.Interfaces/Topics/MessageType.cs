namespace OrleansRocket;

/// <summary>What a message is, and which messages a topic takes: RocketMQ's <c>message.type</c>.</summary>
public enum MessageType
{
    /// <summary>A topic that takes every message, RocketMQ's <c>MIXED</c>. No message is of this type.</summary>
    Any = 0,

    /// <summary>Neither ordered nor delayed, and in no transaction.</summary>
    Normal = 1,

    /// <summary>With a message group, within which the order is kept.</summary>
    Fifo = 2,

    /// <summary>With a time of delivery, be it passed or not, whether or not there is a message group as well.</summary>
    Delay = 3,

    /// <summary>Delivered when a transaction is committed, whether or not there is a message group as well.</summary>
    Transaction = 4,
}
