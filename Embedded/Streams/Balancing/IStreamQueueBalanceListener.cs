namespace Orleans.Streams;

/// <summary>Wants to know when a silo has to read other queues.</summary>
public interface IStreamQueueBalanceListener
{
    /// <summary>The queues may have changed; the balancer says which they are now.</summary>
    Task QueueDistributionChangeNotification();
}
