using System.Threading.Channels;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>Sends lines, many at a time, and waits for the acknowledgement of each, in the order of the lines.</summary>
internal sealed class LineSender(RocketProducer producer, AckFile? acks, QuickstartProgress progress)
{
    /// <summary>The most lines that are not acknowledged yet. The producer bounds their bytes.</summary>
    private const int WindowLines = 65_536;

    private readonly Channel<ValueTask<SendReceipt>> _window = Channel.CreateBounded<ValueTask<SendReceipt>>(
        new BoundedChannelOptions(WindowLines) { SingleReader = true, SingleWriter = true });

    /// <summary>Sends all lines and notes each of them.</summary>
    public async Task Send(LineReader reader, SortedLines lines, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var acknowledged = AwaitAcks(stopping);
        try
        {
            await SendAll(reader, lines, stopping.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A line was refused: the reason comes from the other side.
        }
        finally
        {
            // Also when this is interrupted, what has been sent is waited for.
            _window.Writer.Complete();
            await acknowledged;
        }
    }

    private async Task SendAll(LineReader reader, SortedLines lines, CancellationToken cancellationToken)
    {
        do
        {
            while (reader.TryRead(out var line))
            {
                lines.Add(line.Span);
                var message = new RocketMessage { Topic = QuickstartBroker.Topic, Body = line };
                await Enter(producer.SendAsync(message, cancellationToken), cancellationToken);
            }

            progress.BytesRead = lines.Bytes + lines.Count;
        }
        while (await reader.Fill(cancellationToken));
    }

    private ValueTask Enter(ValueTask<SendReceipt> send, CancellationToken cancellationToken) => _window.Writer.WriteAsync(send, cancellationToken);

    private async Task AwaitAcks(CancellationTokenSource stopping)
    {
        try
        {
            var line = 0L;
            while (await _window.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (_window.Reader.TryRead(out var send))
                {
                    // Before waiting, what is known is written: whoever kills this process finds it in the file.
                    if (!send.IsCompleted)
                        acks?.Flush();
                    await send;
                    line++;
                    acks?.Add(line);
                    progress.LinesAcked = line;
                }
            }
        }
        finally
        {
            acks?.Flush();
            await stopping.CancelAsync();
        }
    }
}
