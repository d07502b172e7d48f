using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Embedded;
using OrleansRocket.Holding;
using OrleansRocket.Queues;
using OrleansRocket.Replication;
using OrleansRocket.Routing;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>
/// A whole cluster under a seed: 3 brokers, sometimes 5, each with a disk of its own; topics with <c>Quorum</c>, <c>Sync</c> and <c>Single</c>;
/// producers and consumer groups that work all the while; and a <see cref="Nemesis"/>. One thread, virtual time: the same seed gives the same
/// run.
/// </summary>
/// <remarks>
/// Invariants. Each answer of a leader, and every 100 steps all replicas, are looked at; a broker whose process has died counts from then on
/// for nothing.
/// <list type="bullet">
/// <item>What a leader calls committed, by an acknowledgement or by a read, is so for ever: nobody ever calls anything else committed at
/// these offsets, and what any replica has there is the same, byte by byte. A leader has what it calls committed.</item>
/// <item>An epoch has one leader. (With <c>Sync</c> on two stores each may begin one of the same number alone; it is known by its leader, too.)</item>
/// <item>What was acknowledged is committed, at the offset of its receipt. For <c>Sync</c>: what was acknowledged as replicated is there at the
/// end. (What a replica of <c>Sync</c> has taken alone may go with it, and is reported as such to its sender.)</item>
/// <item>Committed offsets have no gap. Nothing is stored that was not sent, nothing twice, however often it was retried, and the messages
/// that a producer sent to a queue stand there in the order of their sends.</item>
/// <item>A reader is told of everything that was committed before it asked, but by a leader that has a successor.</item>
/// <item>Only what is committed is consumed, and a group's progress does not pass it.</item>
/// <item>A delayed message is not delivered before it is due, one of a transaction not before somebody says that it is committed, and neither when its
/// sender was told that it is dropped; each once; and what is to be delivered is, in the end.</item>
/// <item>Groups: each message of the topic is handled in the end or, if it always fails, a dead letter, and it is tried as often as it may be; those of
/// a message group are handled in their order; what is handed out to a simple consumer is handed out to nobody else for its time, and (where no
/// power is lost, since that is flushed later) never again when it is acknowledged.</item>
/// <item>When the faults are over and an operator has started what is down and read every replica, then within <see cref="Patience"/> all replicas are in sync and
/// equal, every queue takes messages as its replication demands, and everything is consumed.</item>
/// </list>
/// Conditions: machines lose power only where every topic is flushed before it is acknowledged; a bit flips in a replica only when the others
/// have everything that it has, since a damaged replica counts as lost.
/// </remarks>
internal sealed class ClusterSimulation : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ClusterPlan _plan;
    private readonly SimulatedCluster _cluster;
    private readonly ClusterHistory _history;
    private readonly FaultHits _hits = new();
    private readonly Dictionary<string, SimulatedStore> _stores;
    private readonly ClusterWatch _watch;
    private readonly ClusterTrace? _trace;

    public ClusterSimulation(ClusterPlan plan, TextWriter? output = null)
    {
        _plan = plan;
        _history = new ClusterHistory(() => _cluster!.Elapsed);
        _stores = plan.SiloNames.ToDictionary(name => name, name => new SimulatedStore(name, new Random(HashOf(name)), _hits));
        _cluster = new SimulatedCluster(new SimulationOptions
        {
            Seed = plan.Seed,
            Silos = plan.Silos,
            TimeLimit = TimeSpan.FromHours(1),
            StepLimit = 600_000,
            ConfigureSilo = Configure,
            Watch = () => _watch!.Look(),
        });
        _cluster.Network.MayRepeat = grain => grain.Type.ToString() is "rocket.follower" or "rocket.topic-queue";
        _watch = new ClusterWatch(_cluster, plan, _stores, _history);
        _trace = output is null ? null : new ClusterTrace(output, _cluster);
    }

    public static ClusterOutcome Run(ClusterPlan plan, TextWriter? output = null)
    {
        using var simulation = new ClusterSimulation(plan, output);
        Exception? failure = null;
        try
        {
            simulation._cluster.Run(simulation.Live);
        }
        catch (SimulationException failed)
        {
            failure = failed;
        }

        var (cluster, history) = (simulation._cluster, simulation._history);
        return new ClusterOutcome(plan.Seed, failure, cluster.Elapsed, cluster.Steps, history.Acknowledged, history.Consumed, history.Unsure, history.Held.Delivered, cluster.TraceHash, simulation._hits);
    }

    public void Dispose()
    {
        foreach (var store in _stores.Values)
            store.Dispose();
    }

    private int HashOf(string name) => name.Aggregate(_plan.Seed, static (hash, letter) => unchecked((hash * 31) + letter));

    private void Configure(string name, ISiloBuilder silo)
    {
        silo.Services.AddSingleton(provider => _stores[name].NewLife(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IWorkScheduler>(), provider.GetRequiredService<ILoggerFactory>()));
        if (_trace is { } trace)
            silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(trace.For(name)));
        silo.AddIncomingGrainCallFilter(new ReplyFilter(name, _watch));
        silo.AddOrleansRocket(rocket =>
        {
            rocket.DataDirectory = "/data";
            rocket.MetadataStores = _plan.SiloNames;
            rocket.TransactionTimeout = TimeSpan.FromSeconds(2);
            rocket.TransactionCheckInterval = TimeSpan.FromSeconds(2);
            rocket.TransactionCheckMax = 1000;
            rocket.ConfigureLog = log => log with { SegmentBytes = 1024 * 1024, PreallocateBytes = 64 * 1024, DiskCleanWatermark = 1 };
        });
        if (_plan.Mutant != Mutant.None)
            silo.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ReplicationServices>(provider) with { Rule = (config, replicas) => _plan.Mutant.Rule(config, replicas) });
    }

    private async Task Live()
    {
        using var loggers = _trace is { } trace ? LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(trace.For("client"))) : null;
        await using var clients = new ClusterClients(_cluster, _plan, _history, loggers);
        while ((await clients.Client.Brokers.ListAsync()).Count < _plan.Silos)
            await _cluster.Pause(100);
        foreach (var topic in _plan.Topics)
            await clients.Client.Topics.CreateAsync(topic);
        clients.Start();
        var nemesis = new Nemesis(_cluster, _plan, _stores, _watch, _hits, clients, text => _trace?.Write("nemesis", text));
        await nemesis.Run();
        nemesis.CountNetwork();
        await Within(_cluster.Elapsed, "replicas are moved", nemesis.Moved);
        await Settle(clients);
    }

    private async Task Settle(ClusterClients clients)
    {
        var began = _cluster.Elapsed;
        await Within(began, "the sends are answered", clients.StopProducing());
        await Within(began, "each queue takes a message", clients.Probe());
        await UntilWhole(began, clients);
        await Within(began, "consumers can leave", clients.StopConsuming());

        // Their last progress has been replicated as well.
        await UntilWhole(began, clients);
        _watch.Look();
        _watch.CheckEqual(await Queues());
        _history.CheckComplete();
        _trace?.Write("nemesis", $"settled in {_cluster.Elapsed - began}");
    }

    private async Task UntilWhole(TimeSpan began, ClusterClients clients)
    {
        while (await WhatIsMissing(clients) is { } missing)
        {
            InvariantException.ThrowUnless(_cluster.Elapsed - began < Patience, $"{Patience} after the last fault: {missing}");
            await _cluster.Pause(500);
        }
    }

    private async Task Within(TimeSpan began, string what, Task work)
    {
        var late = Task.Delay(Patience - (_cluster.Elapsed - began), _cluster.Time);
        InvariantException.ThrowUnless(await Task.WhenAny(work, late) == work, $"{Patience} after the last fault it is not so that {what}");
        await work;
    }

    private async Task<List<(QueueName Queue, IReadOnlyList<string> Stores)>> Queues()
    {
        List<(QueueName, IReadOnlyList<string>)> queues = [(new QueueName(SystemTopic.Metadata, 0), _plan.SiloNames)];
        foreach (var route in (await _cluster.Client.GetGrain<IRoutingGrain>(0).GetChanges(0)).Topics.OrderBy(route => route.Config.Topic, StringComparer.Ordinal))
            queues.AddRange(route.Queues.Select(queue => (new QueueName(route.Config.Topic, queue.Queue), queue.Stores)));
        return queues;
    }

    private static async Task<string> Group(ClusterClients clients, QueueName queue)
    {
        var group = await clients.Client.Groups.DescribeAsync($"readers-of-{queue.Topic}");
        return $"its group has the members {string.Join(", ", group.Members)} and has committed {group.Progress.FirstOrDefault(progress => progress.Queue == queue)}";
    }

    private async Task<string?> StillHeld()
    {
        foreach (var queue in (await Queues()).Select(entry => entry.Queue).Where(queue => SystemTopic.IsHeld(queue.Topic)))
        {
            var status = await _cluster.Client.GetGrain<IHoldGrain>(queue.ToString()).Wake();
            if (status.Held > 0 || status.EndOffset < _watch.CommittedOf(queue))
                return $"{queue} holds messages: {status}";
        }

        return null;
    }

    /// <summary>In words, what keeps the cluster from being whole; null when it is.</summary>
    private async Task<string?> WhatIsMissing(ClusterClients clients)
    {
        try
        {
            foreach (var (queue, _) in await Queues())
            {
                var state = await _cluster.Client.GetGrain<ITopicQueueGrain>(queue.ToString()).Describe();
                if (state.Replicas.FirstOrDefault(replica => !replica.IsInSync || replica.EndOffset != state.EndOffset || replica.Problem is not null) is { } lagging)
                    return $"{queue}, led by {state.Store}, ends at {state.EndOffset}, but {lagging}";
                if (state.CommittedOffset != state.EndOffset)
                    return $"{queue} ends at {state.EndOffset} and is committed up to {state.CommittedOffset}";
                if (queue.Topic is ClusterPlan.Orders or ClusterPlan.Alone && _history.NotConsumed(queue, state.EndOffset) is { } offset)
                    return $"{queue} ends at {state.EndOffset} and offset {offset} is not consumed; {await Group(clients, queue)}";
            }

            if (_watch.FindDamage(await Queues()) is { } damage)
                return damage;
            if (_plan.HandlesMessages)
                _history.Groups.DeadLetters([.. (await clients.Client.DeadLetters.ListAsync(GroupClients.Workers, max: 10_000)).Select(letter => Encoding.UTF8.GetString(letter.Body.Span))]);
            if (_history.Groups.Missing() is { } undone)
                return undone;
            if (await StillHeld() is { } held)
                return held;
            foreach (var topic in _plan.Topics.Where(topic => topic.Topic is ClusterPlan.Orders or ClusterPlan.Alone))
            {
                foreach (var progress in (await clients.Client.Groups.DescribeAsync($"readers-of-{topic.Topic}")).Progress)
                    _watch.Require(progress.Queue, progress.CommittedOffset, $"the group has committed {progress.CommittedOffset} of {progress.Queue}");
            }

            return null;
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return failure.Message;
        }
    }
}
