using System.Diagnostics;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Messaging;

/// <summary>The work that is the same for every broker.</summary>
internal static class Load
{
    /// <summary>The share of the messages that a consumer takes before it is measured.</summary>
    private const double ConsumerWarmUp = 0.1;

    /// <summary>Warms up, then measures senders that each wait for their acknowledgements before they send again.</summary>
    /// <param name="run">The options.</param>
    /// <param name="broker">Takes the messages.</param>
    /// <param name="senders">How many send at the same time.</param>
    /// <param name="messages">How many messages each sends at once.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<Figure> Produce(BenchRun run, IBroker broker, int senders, int messages, CancellationToken cancellationToken)
    {
        await Send(run.Options, broker, senders, messages, run.Options.BrokerWarmUp, cancellationToken);
        return await Send(run.Options, broker, senders, messages, run.Options.Duration, cancellationToken);
    }

    /// <summary>Sends batches for as long as is measured, then reads all of it as a group: a tenth to warm up, the rest measured.</summary>
    public static async Task<Figure> Consume(BenchRun run, IBroker broker, CancellationToken cancellationToken)
    {
        var options = run.Options;
        var messages = await Fill(options, broker, cancellationToken);
        var consumption = new Consumption((long)(messages * ConsumerWarmUp), messages, options.Duration, () => broker.Processor);
        await broker.Consume(consumption, cancellationToken);
        return consumption.Figure ?? throw new InvalidOperationException($"the consumer ended before it had all {messages} messages");
    }

    /// <summary>Sends batches for as long as is measured.</summary>
    /// <returns>How many messages.</returns>
    public static async Task<long> Fill(BenchOptions options, IBroker broker, CancellationToken cancellationToken) =>
        (await Send(options, broker, options.Senders, options.Batch, options.Duration, cancellationToken)).Count;

    private static async Task<Figure> Send(
        BenchOptions options, IBroker broker, int senders, int messages, TimeSpan duration, CancellationToken cancellationToken)
    {
        var sendsEach = Math.Max(1, options.MaxBytes / ((long)senders * messages * options.MessageSize));
        var before = broker.Processor;
        var figure = await CallLoop.Measure(senders, duration, async (sender, meter, latency) =>
        {
            // At least one each, also on a machine that is too busy to let everybody begin in time.
            for (var sends = 0L; (sends == 0 || meter.IsRunning) && sends < sendsEach && !cancellationToken.IsCancellationRequested; sends++)
            {
                var started = Stopwatch.GetTimestamp();
                await broker.Send(sender, messages, cancellationToken);
                latency.RecordSince(started);
            }
        });
        cancellationToken.ThrowIfCancellationRequested();
        var count = figure.Count * messages;
        return figure with { Unit = "messages", Count = count, Bytes = count * options.MessageSize, BrokerProcessor = broker.Processor - before };
    }
}
