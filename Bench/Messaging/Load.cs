using System.Diagnostics;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Messaging;

/// <summary>Senders that each wait for one acknowledgement before they send again.</summary>
internal sealed class Load(Broker broker, BenchOptions options)
{
    private readonly RocketMessage _message = new() { Topic = Broker.Topic, Body = MappedCopy.Block(options.MessageSize) };

    /// <summary>Sends until the time is over, or <see cref="BenchOptions.MaxBytes"/> are sent.</summary>
    /// <param name="senders">How many send at the same time.</param>
    /// <param name="messages">How many messages each gives to the SDK at once; 1 for single sends.</param>
    /// <param name="duration">How long.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<Figure> Send(int senders, int messages, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var producer = broker.Client.CreateProducer();
        var batch = Enumerable.Repeat(_message, messages).ToList();
        var sendsEach = options.MaxBytes / ((long)senders * messages * options.MessageSize);
        var figure = await CallLoop.Measure(senders, duration, async (_, meter, latency) =>
        {
            for (var sends = 0L; meter.IsRunning && sends < sendsEach && !cancellationToken.IsCancellationRequested; sends++)
            {
                var started = Stopwatch.GetTimestamp();
                if (messages == 1)
                    await producer.SendAsync(_message, cancellationToken);
                else
                    await producer.SendBatchAsync(batch, cancellationToken);
                latency.RecordSince(started);
            }
        });
        cancellationToken.ThrowIfCancellationRequested();
        var count = figure.Count * messages;
        return figure with { Bench = "produce", Unit = "messages", Count = count, Bytes = count * options.MessageSize };
    }
}
