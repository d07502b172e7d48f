using OrleansRocket.Cli.Lines;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>
/// One run: start the broker, send every line, wait for all acknowledgements, consume, compare. The lines of this run are told from those
/// of earlier ones by their offsets: the broker is ours alone, so that whatever lies behind the old end of a queue came from this run.
/// </summary>
internal sealed class QuickstartRun(QuickstartOptions options, Terminal terminal, QuickstartProgress progress)
{
    public async Task<QuickstartResult> Run(CancellationToken cancellationToken)
    {
        await using var input = options.Input is { } name ? LineInput.Open(name, terminal) : LineInput.OpenSample();
        using var acks = options.AckFile is { } path ? AckFile.Open(path) : null;
        progress.TotalBytes = input.Length;

        await using var broker = await QuickstartBroker.Start(options, terminal, cancellationToken);
        await TellOfRecovery(broker);
        var before = await broker.DescribeQueues();
        var group = await broker.GroupProgress();

        progress.Phase = QuickstartPhase.Sending;
        var sent = await Send(broker, input, acks, cancellationToken);

        var after = await broker.DescribeQueues();
        var positions = QueuePositions.Of(before, after, group);
        progress.LinesToConsume = positions.Missing;
        progress.Phase = QuickstartPhase.Consuming;
        var consumed = await Consume(broker, positions, cancellationToken);

        progress.Phase = QuickstartPhase.Stopping;
        return new QuickstartResult
        {
            Input = input.Name,
            IsInputFile = input.IsFile,
            LinesIn = sent.Lines,
            LinesOut = consumed.Lines,
            BytesIn = sent.Bytes,
            BytesOut = consumed.Bytes,
            Sha256In = sent.Sha256,
            Sha256Out = consumed.Sha256,
            Sending = sent.Rate,
            Consuming = consumed.Rate,
            Topic = QuickstartBroker.Topic,
            Queues = after.Count,
            Group = QuickstartBroker.Group,
            KeptLines = before.Sum(queue => queue.EndOffset - queue.StartOffset),
            CaughtUpLines = positions.CaughtUp,
            DataDirectory = options.DataDirectory,
            CleanStart = broker.IsCleanStart,
            RecoveredMs = (long)broker.RecoveryTime.TotalMilliseconds,
        };
    }

    /// <summary>Told at once, since the report may never come; to somebody who watches, the report tells it.</summary>
    private async Task TellOfRecovery(QuickstartBroker broker)
    {
        if (!broker.IsCleanStart && !terminal.IsWatched)
            await terminal.Error.WriteLineAsync($"the broker was not stopped in order the last time; recovered in {(long)broker.RecoveryTime.TotalMilliseconds} ms");
    }

    private async Task<Passage> Send(QuickstartBroker broker, LineInput input, AckFile? acks, CancellationToken cancellationToken)
    {
        using var lines = new SortedLines();
        var started = terminal.Time.GetTimestamp();
        await using (var producer = broker.Client.CreateProducer())
            await new LineSender(producer, new RocketMessage { Topic = QuickstartBroker.Topic }, acks, progress)
                .Send(new LineReader(input.Stream, input.Name), line => lines.Add(line.Span), cancellationToken);
        var elapsed = terminal.Time.GetElapsedTime(started);
        return Passage.Of(lines, Rate.Of(lines.Count, lines.Bytes, elapsed));
    }

    private async Task<Passage> Consume(QuickstartBroker broker, QueuePositions positions, CancellationToken cancellationToken)
    {
        using var lines = new SortedLines();
        var receiver = new LineReceiver(broker.Client, positions, lines, progress);
        var started = terminal.Time.GetTimestamp();
        await receiver.Receive(options.Patience, terminal.Time, cancellationToken);
        var elapsed = terminal.Time.GetElapsedTime(started);
        return Passage.Of(lines, Rate.Of(lines.Count + positions.CaughtUp, receiver.Bytes, elapsed));
    }
}
