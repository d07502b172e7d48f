using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Messaging;

/// <summary>Receives and acknowledges through simple consumers. What is handed out and what is done is written before each call is answered.</summary>
internal sealed class PopBench : IBench
{
    /// <summary>The most messages of one receive in RocketMQ's clients.</summary>
    private const int MessagesAtOnce = 32;

    /// <summary>The share of the messages that is received before it is measured.</summary>
    private const double WarmUp = 0.2;

    public string Name => "pop";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        var limit = run.Options.InProcess ? LimitKind.Mailbox64 : LimitKind.Echo64;
        await run.Limits.Sample(limit);
        await using var broker = await RocketBroker.Start(run, run.Options.Flush, cancellationToken);
        foreach (var (consumers, messages) in new[] { (run.Options.Senders, MessagesAtOnce), (run.Options.Window, 1) })
        {
            var name = $"{consumers} consumers, {messages} at once";
            run.Progress($"pop: {name}");
            await broker.UseTopics(1);
            var figure = await Measure(run, broker, consumers, messages, cancellationToken);
            run.Figures.Add(figure with { Bench = Name, Case = name, Limit = limit });
        }
    }

    private static async Task<Figure> Measure(BenchRun run, RocketBroker broker, int consumers, int messages, CancellationToken cancellationToken)
    {
        var left = await Load.Fill(run.Options, broker, cancellationToken);
        var warmUpLeft = (long)(left * WarmUp);
        await using var consumer = broker.CreateSimpleConsumer();
        await Receive(new Countdown(warmUpLeft), run.Options.BrokerWarmUp);
        var before = broker.Processor;
        var counted = new Countdown(left - warmUpLeft - (consumers * messages));
        var figure = await Receive(counted, run.Options.Duration);
        cancellationToken.ThrowIfCancellationRequested();
        var count = counted.Taken;
        return figure with { Unit = "messages", Count = count, Bytes = count * run.Options.MessageSize, BrokerProcessor = broker.Processor - before };

        Task<Figure> Receive(Countdown countdown, TimeSpan duration) => CallLoop.Measure(consumers, duration, async (_, meter, latency) =>
        {
            do
            {
                var started = System.Diagnostics.Stopwatch.GetTimestamp();
                var received = await consumer.ReceiveAsync(messages, TimeSpan.FromSeconds(1), cancellationToken: cancellationToken);
                await consumer.AckAsync(received, cancellationToken);
                countdown.Take(received.Count);
                latency.RecordSince(started);
            }
            while (meter.IsRunning && countdown.HasMore && !cancellationToken.IsCancellationRequested);
        });
    }

    /// <summary>Counts what several consumers take.</summary>
    private sealed class Countdown(long most)
    {
        private long _taken;

        public long Taken => Interlocked.Read(ref _taken);

        public bool HasMore => Taken < most;

        public void Take(int count) => Interlocked.Add(ref _taken, count);
    }
}
