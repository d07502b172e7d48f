using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded;
using OrleansRocket.Log.Queues;
using OrleansRocket.Queues;
using OrleansRocket.Replication;
using OrleansRocket.Stores;
using LogReadStatus = OrleansRocket.Log.Queues.ReadStatus;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Watches all replicas of a cluster between its steps; see <see cref="ClusterSimulation"/> for what it demands.</summary>
internal sealed class ClusterWatch(SimulatedCluster cluster, ClusterPlan plan, IReadOnlyDictionary<string, SimulatedStore> stores, ClusterHistory history)
{
    private readonly Dictionary<QueueName, CommittedLog> _committed = [];
    private readonly Dictionary<(QueueName Queue, int Epoch), string> _leaders = [];
    private readonly Dictionary<QueueLog, long> _checked = [];

    /// <summary>The end of what is committed of a queue.</summary>
    public long CommittedOf(QueueName queue) => _committed.TryGetValue(queue, out var log) ? log.End : 0;

    /// <summary>Looks at everything.</summary>
    public void Look()
    {
        foreach (var silo in cluster.Silos)
        {
            if (BrokerOf(silo) is not { } broker)
                continue;
            foreach (var (_, leader) in BrokerInternals.Led(cluster.Services(silo).GetRequiredService<Leaders>()).OrderBy(pair => pair.Key))
                Look(silo, leader);
            foreach (var (name, log) in BrokerInternals.OpenQueues(broker.Log))
                Check(silo, new QueueName(name.Topic, name.Queue), log);
        }
    }

    /// <summary>Looks at a leader that says something.</summary>
    public void Look(string silo, TopicQueueGrain leader)
    {
        if (stores[silo].IsDead || BrokerInternals.Log(leader) is not { } log || BrokerInternals.Replication(leader) is not { } replication || IsClosed(log))
            return;
        var queue = new QueueName(log.Topic, log.Queue);
        var epoch = BrokerInternals.Epoch(leader);
        if (replication is ReplicaGroup && IsStrict(queue))
            InvariantException.ThrowUnless(_leaders.TryAdd((queue, epoch), silo) || _leaders[(queue, epoch)] == silo, $"{queue} is led in epoch {epoch} by {_leaders[(queue, epoch)]} and by {silo}");
        if (IsStrict(queue) && replication is not ReplicaGroup { HasEnded: true })
            CommittedOf(queue, create: true).Claim(silo, log, replication.CommittedOffset, epoch);
    }

    public bool IsDead(string silo) => stores[silo].IsDead;

    /// <summary>Fails unless everything below an offset is known to be committed, where that is for ever.</summary>
    public void Require(QueueName queue, long offset, string who) =>
        InvariantException.ThrowUnless(!IsStrict(queue) || CommittedOf(queue) >= offset, $"{who}, but only what is below {CommittedOf(queue)} is committed");

    /// <summary>Fails when a reader is told of less than was committed before it asked, unless by a leader that has a successor and cannot know.</summary>
    public void RequireKnown(TopicQueueGrain leader, QueueName queue, long known, long told)
    {
        var epoch = BrokerInternals.Epoch(leader);
        InvariantException.ThrowUnless(
            !IsStrict(queue) || told >= known || _leaders.Keys.Any(other => other.Queue == queue && other.Epoch > epoch),
            $"a reader of {queue} is told in epoch {epoch} that {told} is committed; {known} was when it asked");
    }

    /// <summary>Whether everything that a store has is on all other replicas as well, so that its disk may come to harm.</summary>
    public bool IsCoveredByOthers(string store)
    {
        if (cluster.Silos.Count < stores.Count || !cluster.Silos.All(silo => BrokerOf(silo) is not null))
            return false;
        foreach (var ((topic, queue), log) in BrokerInternals.OpenQueues(BrokerOf(store)!.Log))
        {
            var replicas = Replicas(new QueueName(topic, queue)).ToList();
            if (replicas.Exists(replica => replica.EndOffset != log.EndOffset || replica.AcceptedEpoch != log.AcceptedEpoch || replica.IsFailed))
                return false;
        }

        return true;
    }

    /// <summary>Reads all replicas to their ends, as readers would, so that damage is met in what nobody has read before. In words, the first damage; null when
    /// there is none.</summary>
    public string? FindDamage(IReadOnlyCollection<(QueueName Queue, IReadOnlyList<string> Stores)> queues)
    {
        string? found = null;
        foreach (var (queue, holders) in queues)
        {
            foreach (var silo in holders)
            {
                if (Find(silo, queue) is not { } log || IsClosed(log) || EndOfSound(log) is not { } sound)
                    continue;
                if (!log.IsCorrupt)
                    log.LatchDamaged(sound);
                found ??= $"{silo} has {queue} damaged at {sound}";
            }
        }

        return found;
    }

    /// <summary>Where damage begins; null when there is none.</summary>
    private static long? EndOfSound(QueueLog log)
    {
        for (var offset = log.StartOffset; offset < log.EndOffset;)
        {
            var read = log.Read(offset, 1024 * 1024, log.EndOffset);
            if (read.Status == LogReadStatus.Corrupt)
                return offset;
            if (read.Status != LogReadStatus.Found)
                break;
            offset = read.NextOffset;
        }

        return log.IsCorrupt ? log.EndOffset : null;
    }

    /// <summary>At the end: all replicas of each queue are equal, and hold everything that was committed.</summary>
    public void CheckEqual(IReadOnlyCollection<(QueueName Queue, IReadOnlyList<string> Stores)> queues)
    {
        foreach (var (queue, holders) in queues)
        {
            var committed = CommittedOf(queue, create: true);
            var replicas = holders.Select(silo => (Silo: silo, Log: Find(silo, queue)!)).Where(replica => replica.Log is not null).ToList();
            foreach (var (silo, log) in replicas)
                committed.Claim(silo, log, log.EndOffset, log.AcceptedEpoch);
            foreach (var (silo, log) in replicas)
            {
                var sound = committed.Check(silo, log, 0);
                InvariantException.ThrowUnless(log.EndOffset == committed.End, $"{silo} has {queue} up to {log.EndOffset} of {committed.End}");
                InvariantException.ThrowUnless(sound == committed.End, $"{silo} has {queue} unreadable at {sound} of {committed.End}");
            }
        }
    }

    public BrokerStore? BrokerOf(string silo)
    {
        if (stores[silo].IsDead)
            return null;
        var broker = cluster.Services(silo).GetRequiredService<BrokerStore>();
        return broker.IsOpen ? broker : null;
    }

    public QueueLog? Find(string silo, QueueName queue) =>
        BrokerOf(silo) is { } broker && BrokerInternals.OpenQueues(broker.Log).TryGetValue((queue.Topic, queue.Queue), out var log) ? log : null;

    /// <summary>A replica of <c>Sync</c> may serve alone, and what it took alone may be lost with it: only what was acknowledged as
    /// replicated counts there. What is handed out to simple consumers is flushed later, so that all stores may lose it with their power.</summary>
    private bool IsStrict(QueueName queue) => queue.Topic != ClusterPlan.Pairs && !(plan.LosesPower && queue.Topic == SystemTopic.Pop);

    private IEnumerable<QueueLog> Replicas(QueueName queue) => cluster.Silos.Select(silo => Find(silo, queue)).OfType<QueueLog>();

    private void Check(string silo, QueueName queue, QueueLog log)
    {
        if (IsClosed(log))
            return;
        InvariantException.ThrowUnless(log.DurableOffset <= log.EndOffset, $"{silo} has {queue} up to {log.EndOffset}, and flushed up to {log.DurableOffset}");
        if (!IsStrict(queue) || !_committed.TryGetValue(queue, out var committed))
            return;
        var from = Math.Min(_checked.GetValueOrDefault(log), log.EndOffset);
        try
        {
            _checked[log] = committed.Check(silo, log, from);
        }
        catch (OrleansRocket.Log.Files.LogFileException) when (IsDead(silo))
        {
            // The process was to die inside one of its next calls, and this look made it.
        }
    }

    private static bool IsClosed(QueueLog log)
    {
        try
        {
            _ = log.Read(log.EndOffset, 1, 0);
            return false;
        }
        catch (OrleansRocket.Log.Errors.LogClosedException)
        {
            return true;
        }
    }

    private CommittedLog CommittedOf(QueueName queue, bool create)
    {
        if (!_committed.TryGetValue(queue, out var log) && create)
            _committed.Add(queue, log = new CommittedLog(queue, queue.Topic.StartsWith('%') ? null : history.Committed));
        return log!;
    }
}
