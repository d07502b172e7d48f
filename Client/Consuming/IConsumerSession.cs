namespace OrleansRocket.Consuming;

/// <summary>How a consumer gets its queues, and where its progress is kept.</summary>
internal interface IConsumerSession
{
    /// <summary>The consumer's name.</summary>
    string MemberId { get; }

    /// <summary>The queues that are being read, in order.</summary>
    IReadOnlyList<QueueName> Queues { get; }

    /// <summary>Begins to read.</summary>
    Task Join(CancellationToken cancellationToken);

    /// <summary>Stores the progress made so far.</summary>
    Task Commit();

    /// <summary>Stops reading, waits for the application to finish what it has, and stores the progress.</summary>
    Task Leave();
}
