using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;
using OrleansRocket.Bench.Messaging;
using OrleansRocket.Bench.Peers.Nats;
using OrleansRocket.Bench.Peers.RabbitMq;
using OrleansRocket.Bench.Peers.Redis;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Peers;

/// <summary>
/// The same work for our broker and for what people would pick in its place, one after the other on the same machine: each runs alone, in
/// a process of its own with new directories, and is driven by one client in this process.
/// </summary>
internal sealed class PeersBench : IBench
{
    public static IReadOnlyList<IBrokerKind> Kinds { get; } = [new RocketKind(), new NatsKind(), new RedisKind(), new RabbitKind()];

    public string Name => "peers";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        foreach (var limit in new[] { LimitKind.WarmCopy, LimitKind.Flush, LimitKind.Echo, LimitKind.Echo64, LimitKind.Stream })
            await run.Limits.Sample(limit);
        foreach (var kind in Kinds.Where(kind => run.Options.Systems?.Contains(kind.Key) ?? true))
        {
            if (kind.Missing(run) is { } install)
            {
                run.Note($"{kind.Name} is not installed and was left out: {install}");
                continue;
            }

            try
            {
                await Measure(run, kind, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // What was measured of the others, and of the rounds before, is worth as much as it was.
                run.Note($"{kind.Name} failed, and its round was left there: {failure.Message}");
                run.HasFailed = true;
            }
        }
    }

    private async Task Measure(BenchRun run, IBrokerKind kind, CancellationToken cancellationToken)
    {
        run.Note($"{kind.Name}: {kind.AsyncMode}");
        await Async(run, kind, cancellationToken);
        if (await kind.MissingSyncMode(run, cancellationToken) is { } reason)
            run.Note($"{kind.Name} was left out where each message is flushed: {reason}");
        else
            await Sync(run, kind, cancellationToken);
    }

    private async Task Async(BenchRun run, IBrokerKind kind, CancellationToken cancellationToken)
    {
        run.Progress($"{kind.Name}: starting");
        await using var broker = await kind.Start(run, FlushMode.Async, cancellationToken);
        var options = run.Options;
        await Measure(Workload.Window, LimitKind.Echo64, () => Load.Produce(run, broker, options.Window, 1, cancellationToken));
        await Measure(Workload.Batches, LimitKind.Stream, () => Load.Produce(run, broker, options.Senders, options.Batch, cancellationToken));
        await Measure(Workload.OneByOne, LimitKind.Echo, () => Load.Produce(run, broker, 1, 1, cancellationToken));
        await Measure(Workload.Consume, LimitKind.Stream, () => Load.Consume(run, broker, cancellationToken));
        if (broker is RocketBroker rocket)
        {
            foreach (var figure in await TopicsBench.Measure(run, rocket, cancellationToken))
                run.Figures.Add(figure with { Bench = Name, System = kind.Name });
        }

        async Task Measure(string workload, LimitKind limit, Func<Task<Figure>> measure)
        {
            run.Progress($"{kind.Name}: {workload}");
            await broker.Clear(cancellationToken);
            run.Figures.Add(await measure() with { Bench = Name, Case = workload, System = kind.Name, Limit = limit });
        }
    }

    private async Task Sync(BenchRun run, IBrokerKind kind, CancellationToken cancellationToken)
    {
        run.Progress($"{kind.Name}: {Workload.Flushed}");
        run.Note($"{kind.Name}, flushed: {kind.SyncMode}");
        await using var broker = await kind.Start(run, FlushMode.Sync, cancellationToken);
        var figure = await Load.Produce(run, broker, run.Options.Window, 1, cancellationToken);
        run.Figures.Add(figure with { Bench = Name, Case = Workload.Flushed, System = kind.Name, Limit = LimitKind.Flush });
    }
}
