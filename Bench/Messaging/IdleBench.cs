using System.Globalization;
using OrleansRocket.Bench.Brokers;

namespace OrleansRocket.Bench.Messaging;

/// <summary>Queues that were written once and are left alone: what they cost a broker in memory and in processor time.</summary>
internal sealed class IdleBench : IBench
{
    private const int Queues = 10_000;
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Until everything is flushed and what began with the messages is over.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    public string Name => "idle";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await using var broker = await RocketBroker.Start(run, run.Options.Flush, cancellationToken);
        await Settle(run, cancellationToken);
        var (memoryBefore, processorBefore) = (broker.PrivateMemory / Mebibyte, await Processor(run, broker, cancellationToken));
        var topics = Queues / run.Options.Queues;
        run.Progress($"idle: {topics} topics of {run.Options.Queues} queues");
        await broker.UseTopics(topics);
        await Settle(run, cancellationToken);
        var (memory, processor) = (broker.PrivateMemory / Mebibyte, await Processor(run, broker, cancellationToken));
        run.Note(string.Create(CultureInfo.InvariantCulture,
            $"{topics * run.Options.Queues} queues that were written and are idle: the broker's own memory is {memory:0} MiB, and was {memoryBefore:0} MiB before; it uses {processor:0.0} ms of processor time a second, and used {processorBefore:0.0} ms before"));
    }

    private static async Task Settle(BenchRun run, CancellationToken cancellationToken)
    {
        run.Progress("idle: waiting");
        await Task.Delay(Settling, cancellationToken);
    }

    /// <summary>Milliseconds of processor time a second.</summary>
    private static async Task<double> Processor(BenchRun run, RocketBroker broker, CancellationToken cancellationToken)
    {
        var before = broker.Processor;
        await Task.Delay(run.Options.Duration, cancellationToken);
        return (broker.Processor - before).TotalMilliseconds / run.Options.Duration.TotalSeconds;
    }
}
