namespace OrleansRocket;

/// <summary>What clients may do with a topic; the numbers are RocketMQ's permission bits.</summary>
public enum TopicPermission
{
    /// <summary>Only sending.</summary>
    Write = 2,

    /// <summary>Only reading, for example while a topic is being drained.</summary>
    Read = 4,

    /// <summary>Both.</summary>
    ReadWrite = 6,
}
