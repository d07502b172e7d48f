using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Messaging;

/// <summary>Reads a topic through the SDK from a broker in this process.</summary>
internal sealed class ConsumeBench : IBench
{
    private const int LoadSenders = 16;

    public string Name => "consume";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await run.Limits.Sample(LimitKind.Checksum);
        await using var broker = await Broker.Start(run, cancellationToken);
        run.Progress("consume: sending what is to be consumed");
        await new Load(broker, run.Options).Send(LoadSenders, run.Options.Batch, run.Options.Duration, cancellationToken);
        var messages = (await broker.EndOffsets()).Sum();
        run.Progress("consume: one consumer");
        await Consume(broker, "warm-up", messages, run.Options.WarmUp, cancellationToken);
        var figure = await Consume(broker, "measured", messages, run.Options.Duration, cancellationToken);
        run.Figures.Add(figure with { Case = "one consumer", Limit = LimitKind.Checksum });
    }

    private async Task<Figure> Consume(Broker broker, string group, long messages, TimeSpan duration, CancellationToken cancellationToken)
    {
        var options = new ConsumerOptions { Topic = Broker.Topic, Group = group };
        await using var consumer = await broker.Client.CreateConsumerAsync(options, cancellationToken);
        var meter = Meter.Start(duration);
        var (count, bytes) = (0L, 0L);
        await foreach (var message in consumer.ReadAllAsync(cancellationToken))
        {
            count++;
            bytes += message.Body.Length;
            message.Ack();
            if (count == messages || !meter.IsRunning)
                break;
        }

        return new Figure(Name, "") { Count = count, Bytes = bytes, Elapsed = meter.Elapsed, Allocated = meter.Allocated, Processor = meter.Processor };
    }
}
