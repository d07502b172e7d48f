namespace Orleans.Streams;

/// <summary>Says which queues this silo reads.</summary>
public interface IStreamQueueBalancer
{
    /// <summary>Begins with the queues of a mapper.</summary>
    Task Initialize(IStreamQueueMapper queueMapper);

    /// <summary>Ends.</summary>
    Task Shutdown();

    /// <summary>The queues that this silo reads now.</summary>
    IEnumerable<QueueId> GetMyQueues();

    /// <summary>Tells a listener of changes from here on.</summary>
    /// <returns>False if it is told already.</returns>
    bool SubscribeToQueueDistributionChangeEvents(IStreamQueueBalanceListener observer);

    /// <summary>Tells a listener no more.</summary>
    /// <returns>False if it was not told.</returns>
    bool UnSubscribeFromQueueDistributionChangeEvents(IStreamQueueBalanceListener observer);
}
