namespace Orleans.Streams;

/// <summary>Numbers with a meaning.</summary>
public static class QueueAdapterConstants
{
    /// <summary>As a count of messages: as many as there are.</summary>
    public const int UNLIMITED_GET_QUEUE_MSG = -1;
}
