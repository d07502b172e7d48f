using Orleans.Embedded;
using OrleansRocket.Log.Queues;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Does to a cluster what the seed picks. Beside each other: one fault after another that concerns processes and the ways between
/// them (this file), and one disturbance after another (the other).</summary>
internal sealed partial class Nemesis(
    SimulatedCluster cluster, ClusterPlan plan, IReadOnlyDictionary<string, SimulatedStore> stores, ClusterWatch watch, FaultHits hits, ClusterClients clients, Action<string> note)
{
    /// <summary>So many looks, 50 ms apart, at something that should come soon.</summary>
    private const int Patience = 1200;

    private readonly Random _random = new(unchecked((plan.Seed * 15485863) + 3));
    private readonly HashSet<string> _down = [];

    private static readonly Fault[] NodeFaults =
    [
        Fault.Kill, Fault.DeathInCall, Fault.TornWrite, Fault.Pause, Fault.PausedToDeath, Fault.Partition, Fault.OneWayCut, Fault.Isolation, Fault.Zombie,
        Fault.LateMembership, Fault.GracefulStop, Fault.FailedFlush, Fault.BitFlip,
    ];

    private static readonly Fault[] PowerFaults = [.. NodeFaults, Fault.PowerLoss, Fault.PowerLoss, Fault.PowerLossOfAll];

    private bool MayLosePower => plan.LosesPower && _random.Next(2) == 0;

    public async Task Run()
    {
        var disturbing = Disturb();
        for (var number = 0; number < plan.NodeFaults; number++)
        {
            await cluster.Pause(_random.Next(50, 1500));
            var faults = plan.LosesPower ? PowerFaults : NodeFaults;
            await Strike(faults[_random.Next(faults.Length)]);
        }

        await disturbing;
        await Repair();
    }

    private async Task Strike(Fault fault)
    {
        note($"{fault}");
        await (fault switch
        {
            Fault.Kill => KillSome(),
            Fault.DeathInCall or Fault.TornWrite => DieInCall(fault),
            Fault.PowerLoss => LosePower(1),
            Fault.PowerLossOfAll => LosePower(plan.Silos),
            Fault.Pause => PauseOne(isDeclaredDead: false),
            Fault.PausedToDeath => PauseOne(isDeclaredDead: true),
            Fault.Partition or Fault.OneWayCut => Cut(fault),
            Fault.Isolation or Fault.Zombie => OutliveDeath(fault),
            Fault.LateMembership => TellLate(),
            Fault.GracefulStop => StopOne(),
            Fault.FailedFlush => FailFlush(),
            _ => FlipBit(),
        });
    }

    private async Task KillSome()
    {
        foreach (var silo in Some())
        {
            hits.Add(Fault.Kill);
            await Kill(silo, losesPower: false);
            await cluster.Pause(_random.Next(300));
        }

        await cluster.Pause(_random.Next(3000));
        await StartAll();
    }

    private async Task DieInCall(Fault fault)
    {
        var silo = Any();
        var died = new TaskCompletionSource();
        stores[silo].DieWithin(_random.Next(3) == 0 ? 200 : 20, fault == Fault.TornWrite, MayLosePower, () =>
        {
            // Nothing that it says from here on is heard.
            cluster.SilenceSilo(silo);
            died.TrySetResult();
        });
        await Task.WhenAny(died.Task, cluster.Pause(3000));
        await Kill(silo, losesPower: false);
        await cluster.Pause(_random.Next(2000));
        await StartAll();
    }

    private async Task LosePower(int count)
    {
        hits.Add(count == 1 ? Fault.PowerLoss : Fault.PowerLossOfAll);
        await Task.WhenAll(cluster.Silos.OrderBy(_ => _random.Next()).Take(count).ToList().ConvertAll(silo => Kill(silo, losesPower: true)));
        await cluster.Pause(_random.Next(2000));
        await StartAll();
    }

    private async Task PauseOne(bool isDeclaredDead)
    {
        var silo = Any();
        hits.Add(isDeclaredDead ? Fault.PausedToDeath : Fault.Pause);
        cluster.PauseSilo(silo);
        if (isDeclaredDead)
        {
            await cluster.Pause(_random.Next(1000));
            cluster.DeclareDead(silo);
        }

        await cluster.Pause(_random.Next(100, 4000));
        cluster.ResumeSilo(silo);
        if (!isDeclaredDead)
            return;
        await cluster.Pause(_random.Next(10, 500));
        await Kill(silo, MayLosePower);
        await StartAll();
    }

    private async Task Cut(Fault fault)
    {
        var (one, others) = (Any(), cluster.Silos.ToList());
        hits.Add(fault);
        others.Remove(one);
        if (fault == Fault.OneWayCut)
        {
            foreach (var other in others.Where(_ => _random.Next(3) > 0))
            {
                if (_random.Next(2) == 0)
                    cluster.Network.CutOneWay(one, other);
                else
                    cluster.Network.CutOneWay(other, one);
            }
        }
        else if (_random.Next(3) == 0 && others.Count > 0)
        {
            cluster.Network.Cut(one, others[_random.Next(others.Count)]);
        }
        else
        {
            cluster.Network.Cut([one], others);
        }

        await cluster.Pause(_random.Next(100, 6000));
        cluster.Network.Heal();
    }

    /// <summary>A silo is declared dead and goes on beside its successors.</summary>
    private async Task OutliveDeath(Fault fault)
    {
        var silo = Any();
        hits.Add(fault);
        if (fault == Fault.Isolation)
            cluster.Network.Isolate(silo);
        else
            cluster.Network.Deafen(silo);
        await cluster.Pause(_random.Next(200));
        cluster.DeclareDead(silo);
        await cluster.Pause(_random.Next(100, 5000));

        // It hears of its death and ends by itself.
        cluster.Network.Heal();
        await cluster.Pause(_random.Next(10, 500));
        await Kill(silo, MayLosePower);
        await StartAll();
    }

    private async Task TellLate()
    {
        var silo = Any();
        hits.Add(Fault.LateMembership);
        foreach (var other in cluster.Silos.Append(SimulatedCluster.ClientName).Where(other => other != silo && _random.Next(3) > 0))
            cluster.Network.Deafen(other);
        cluster.Network.RefusesForTheDead = _random.Next(2) == 0;
        await Kill(silo, MayLosePower);
        await cluster.Pause(_random.Next(3000));
        if (_random.Next(2) == 0)
            await StartAll();
        await cluster.Pause(_random.Next(3000));
        cluster.Network.RefusesForTheDead = true;
        cluster.Network.Heal();
        await StartAll();
    }

    private async Task StopOne()
    {
        var silo = Any();
        hits.Add(Fault.GracefulStop);
        await cluster.StopSiloAsync(silo);
        stores[silo].Die(losesPower: false);
        _down.Add(silo);
        await cluster.Pause(_random.Next(2000));
        await StartAll();
    }

    private async Task FailFlush()
    {
        var silo = Any();
        stores[silo].FailNextFlush();
        for (var wait = 0; wait < 50 && stores[silo].IsFlushFailurePending; wait++)
            await cluster.Pause(100);
        await cluster.Pause(_random.Next(3000));
        await Kill(silo, losesPower: false);
        await StartAll();
    }

    /// <summary>A damaged replica counts as lost until it has been filled anew, so that the others must have everything, and nothing else
    /// happens until its broker has read what it has, as a scrub does, and has everything again.</summary>
    private async Task FlipBit()
    {
        var silo = Any();
        for (var wait = 0; wait < 50 && !watch.IsCoveredByOthers(silo); wait++)
            await cluster.Pause(20);
        var isCovered = watch.IsCoveredByOthers(silo);
        await Kill(silo, losesPower: false);
        var queue = isCovered ? stores[silo].FlipBit() : null;
        await cluster.Pause(_random.Next(2000));
        await StartAll();
        if (queue is not { } flipped)
            return;
        note($"a bit of {flipped} on {silo} was flipped");

        // An idle queue's replica is opened with the next message.
        if (flipped.Topic == SystemTopic.Metadata)
            await clients.ChangeMetadata();
        for (var wait = 0; wait < Patience && watch.Find(silo, flipped) is null; wait++)
            await cluster.Pause(50);
        Scrub(silo, flipped);
        for (var wait = 0; wait < Patience && !watch.IsCoveredByOthers(silo); wait++)
            await cluster.Pause(50);
    }

    /// <summary>As a scrub of the disk would; a sound log is no worse for it.</summary>
    private void Scrub(string silo, QueueName queue)
    {
        if (watch.Find(silo, queue) is not { } log)
            return;
        for (var read = log.Read(log.StartOffset, 1024 * 1024, long.MaxValue); read.Status is ReadStatus.Found or ReadStatus.Corrupt; read = log.Read(read.NextOffset, 1024 * 1024, long.MaxValue))
        {
            if (read.Status != ReadStatus.Corrupt)
                continue;
            log.LatchDamaged(read.NextOffset);
            return;
        }
    }

    private string Any() => cluster.Silos[_random.Next(cluster.Silos.Count)];

    private List<string> Some() => [.. cluster.Silos.OrderBy(_ => _random.Next()).Take(_random.Next(4) == 0 ? _random.Next(1, plan.Silos + 1) : 1)];

    private Task Kill(string silo, bool losesPower)
    {
        note($"kill {silo}{(losesPower ? ", power lost" : "")}");
        stores[silo].Die(losesPower);
        _down.Add(silo);
        return cluster.KillSiloAsync(silo);
    }

    /// <summary>Starts what is down. What does not come up, for example because its disk is full, is tried again.</summary>
    private async Task StartAll()
    {
        while (_down.Count > 0)
        {
            foreach (var silo in _down.Order(StringComparer.Ordinal).ToList())
            {
                try
                {
                    note($"start {silo}");
                    await cluster.StartSiloAsync(silo);
                    _down.Remove(silo);
                }
                catch (Exception failure) when (failure is OrleansRocket.Log.Files.LogFileException or OrleansRocket.Log.Errors.LogException or RocketException or OrleansException)
                {
                    note($"{silo} does not start: {failure.Message}");
                    stores[silo].Die(losesPower: false);
                }
            }

            await cluster.Pause(_random.Next(50, 300));
        }
    }

    /// <summary>An operator mends everything: brokers whose storage has failed are started anew.</summary>
    private async Task Repair()
    {
        note("repair");
        cluster.Network.Heal();
        await StartAll();
        foreach (var silo in cluster.Silos)
        {
            if (watch.BrokerOf(silo)?.WhyNotWritable() is null)
                continue;
            await Kill(silo, losesPower: false);
            await StartAll();
        }
    }
}
