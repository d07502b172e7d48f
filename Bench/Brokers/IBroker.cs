namespace OrleansRocket.Bench.Brokers;

/// <summary>A broker that runs, ours or a peer, with queues to be measured. What is the same work for all of them is said here.</summary>
internal interface IBroker : IAsyncDisposable
{
    /// <summary>The processor time that the broker's process has used; zero where it is this process or a process that we did not start.</summary>
    TimeSpan Processor { get; }

    /// <summary>Sends messages and completes when all of them have been acknowledged.</summary>
    /// <param name="sender">Which of the senders sends, from 0 on.</param>
    /// <param name="messages">How many, at once; each has the bytes of <see cref="BenchOptions.MessageSize"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask Send(int sender, int messages, CancellationToken cancellationToken);

    /// <summary>Reads the queues as one consumer group from their beginning, acknowledging, until the consumption has enough.</summary>
    Task Consume(Consumption consumption, CancellationToken cancellationToken);

    /// <summary>Empties the queues, so that the next case finds what the one before found.</summary>
    Task Clear(CancellationToken cancellationToken);
}
