using System.Threading.Channels;

namespace OrleansRocket.Cli.Lines;

/// <summary>Sends lines, many at a time, and waits for the acknowledgement of each, in the order of the lines.</summary>
/// <param name="producer">Sends.</param>
/// <param name="template">The message that each line becomes the body of.</param>
/// <param name="acks">Takes the numbers of acknowledged lines, or null.</param>
/// <param name="progress">Is told how far it is.</param>
internal sealed class LineSender(RocketProducer producer, RocketMessage template, AckFile? acks, ILineProgress progress)
{
    /// <summary>The most lines that are not acknowledged yet.</summary>
    private const int WindowLines = 65_536;

    /// <summary>When the lines that are not acknowledged have more bytes than this, no further one is taken. Below the producer's own
    /// limit: what waits for room there would not be bounded.</summary>
    private const long WindowBytes = 32 * 1024 * 1024;

    private readonly Channel<Sent> _window = Channel.CreateBounded<Sent>(
        new BoundedChannelOptions(WindowLines) { SingleReader = true, SingleWriter = true });

    private readonly SemaphoreSlim _room = new(0);
    private long _bytes;

    /// <summary>Sends all lines.</summary>
    /// <param name="reader">Where they come from.</param>
    /// <param name="onLine">Is told each line before it is sent.</param>
    /// <param name="cancellationToken">Takes no further line; what has been sent is waited for.</param>
    public async Task Send(LineReader reader, Action<ReadOnlyMemory<byte>> onLine, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var acknowledged = AwaitAcks(stopping);
        try
        {
            await SendAll(reader, onLine, stopping.Token);
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

    private async Task SendAll(LineReader reader, Action<ReadOnlyMemory<byte>> onLine, CancellationToken cancellationToken)
    {
        var read = 0L;
        do
        {
            while (reader.TryRead(out var line))
            {
                onLine(line);
                while (Volatile.Read(ref _bytes) > WindowBytes)
                    await _room.WaitAsync(cancellationToken);
                Interlocked.Add(ref _bytes, line.Length);
                await _window.Writer.WriteAsync(new Sent(producer.SendAsync(template with { Body = line }, cancellationToken), line.Length), cancellationToken);
                read += line.Length + 1;
            }

            progress.BytesRead = read;
        }
        while (await reader.Fill(cancellationToken));
    }

    private async Task AwaitAcks(CancellationTokenSource stopping)
    {
        try
        {
            var line = 0L;
            while (await _window.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (_window.Reader.TryRead(out var sent))
                {
                    // Before waiting, what is known is written: whoever kills this process finds it in the file.
                    if (!sent.Send.IsCompleted)
                        acks?.Flush();
                    await sent.Send;
                    line++;
                    acks?.Add(line);
                    progress.LinesAcked = line;
                    if (Interlocked.Add(ref _bytes, -sent.Bytes) <= WindowBytes && _room.CurrentCount == 0)
                        _room.Release();
                }

                acks?.Flush();
            }
        }
        finally
        {
            acks?.Flush();
            await stopping.CancelAsync();
        }
    }

    private readonly record struct Sent(ValueTask<SendReceipt> Send, int Bytes);
}
