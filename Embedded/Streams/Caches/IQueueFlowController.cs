namespace Orleans.Streams;

/// <summary>Says how much may be read.</summary>
public interface IQueueFlowController
{
    /// <summary>How many batches the next read may bring; none if it is 0, any number if it is <see cref="QueueAdapterConstants.UNLIMITED_GET_QUEUE_MSG"/>.</summary>
    int GetMaxAddCount();
}
