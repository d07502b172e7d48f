namespace OrleansRocket.Cli.Quickstart;

/// <summary>Consumes the topic as a member of a group until everything has come that is there.</summary>
internal sealed class LineReceiver(RocketClient client, QueuePositions positions, SortedLines lines, QuickstartProgress progress)
{
    /// <summary>Enough for the next fetch of small lines to be under way while the last one is being handled.</summary>
    private const int MaxUnackedPerQueue = 20_000;

    private long _received;

    /// <summary>Bytes of all messages that came.</summary>
    public long Bytes { get; private set; }

    /// <summary>Consumes. Gives up when nothing comes for longer than <paramref name="patience"/>; what came is counted.</summary>
    public async Task Receive(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        if (positions.Missing == 0)
            return;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var consumer = await client.CreateConsumerAsync(Options, stopping.Token);
        var watch = GiveUpWhenIdle(patience, time, stopping);
        await foreach (var message in consumer.ReadAllAsync(stopping.Token))
        {
            Take(message);
            message.Ack();
            if (positions.Missing == 0)
                break;
        }

        await stopping.CancelAsync();
        await watch;
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static ConsumerOptions Options => new()
    {
        Group = QuickstartBroker.Group,
        Topic = QuickstartBroker.Topic,
        MaxUnackedPerQueue = MaxUnackedPerQueue,
    };

    private void Take(ReceivedMessage message)
    {
        var body = message.Body.Span;
        if (positions.Take(message.Queue.Queue, message.Offset))
            lines.Add(body);
        Bytes += body.Length;
        Volatile.Write(ref _received, _received + 1);
        progress.LinesConsumed = _received;
    }

    private async Task GiveUpWhenIdle(TimeSpan patience, TimeProvider time, CancellationTokenSource stopping)
    {
        using var timer = new PeriodicTimer(patience, time);
        try
        {
            for (var before = -1L; before != Volatile.Read(ref _received);)
            {
                before = Volatile.Read(ref _received);
                await timer.WaitForNextTickAsync(stopping.Token);
            }

            await stopping.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // Everything has come, or the user wants no more.
        }
    }
}
