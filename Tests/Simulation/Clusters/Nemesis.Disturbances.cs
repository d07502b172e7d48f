namespace OrleansRocket.Tests.Simulation.Clusters;

// What goes on for a while beside everything else.
internal sealed partial class Nemesis
{
    private static readonly Fault[] Disturbances = [Fault.Drop, Fault.Delay, Fault.Reorder, Fault.Repeat, Fault.SlowDisk, Fault.FullDisk, Fault.ClockJump, Fault.Move];

    private readonly List<Task> _moves = [];

    /// <summary>Completes when all replicas are where they were to be moved.</summary>
    public Task Moved => Task.WhenAll(_moves);

    private async Task Disturb()
    {
        for (var number = 0; number < plan.Disturbances; number++)
        {
            await cluster.Pause(_random.Next(2000));
            var fault = Disturbances[_random.Next(Disturbances.Length)];
            note($"{fault}");
            Begin(fault);
            await cluster.Pause(_random.Next(200, 5000));
            End();
        }
    }

    private void Begin(Fault fault)
    {
        var network = cluster.Network;
        var store = stores[plan.SiloNames[_random.Next(plan.Silos)]];
        switch (fault)
        {
            case Fault.Drop:
                network.DropRate = _random.NextDouble() * 0.05;
                break;
            case Fault.Delay:
                network.DelayRate = _random.NextDouble() * 0.2;
                network.LongDelay = TimeSpan.FromMilliseconds(_random.Next(10, 3000));
                break;
            case Fault.Reorder:
                network.Reorders = true;
                network.MaxDelay = TimeSpan.FromMilliseconds(_random.Next(2, 50));
                break;
            case Fault.Repeat:
                network.RepeatRate = _random.NextDouble() * 0.5;
                network.LongDelay = TimeSpan.FromMilliseconds(_random.Next(10, 3000));
                break;
            case Fault.SlowDisk:
                store.SlowBy = TimeSpan.FromMilliseconds(_random.Next(5, 2500));
                break;
            case Fault.FullDisk:
                store.Fill(isFull: true);
                break;
            case Fault.Move:
                _moves.Add(Move());
                break;
            default:
                JumpClock();
                break;
        }
    }

    /// <summary>Gives a queue other stores, or the same in another order, while everything goes on. One at a time.</summary>
    private async Task Move()
    {
        var before = Moved;
        var topic = plan.Topics[_random.Next(plan.Topics.Count)];
        var queue = new QueueName(topic.Topic, _random.Next(topic.Queues));
        var stores = plan.SiloNames.OrderBy(_ => _random.Next()).Take(topic.ReplicaCount).ToList();
        await before;
        while (true)
        {
            try
            {
                await clients.Client.Replicas.ReassignAsync(queue, stores);
                note($"{queue} is on {string.Join(", ", stores)}");
                hits.Add(Fault.Move);
                return;
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                await cluster.Pause(200);
            }
        }
    }

    private void JumpClock()
    {
        if (cluster.Silos.Count == 0 || !plan.ClocksJump)
            return;
        hits.Add(Fault.ClockJump);
        cluster.SetClock(Any(), TimeSpan.FromMinutes(_random.Next(-600, 600)));
    }

    private void End()
    {
        var network = cluster.Network;
        (network.DropRate, network.DelayRate, network.RepeatRate, network.Reorders) = (0, 0, 0, false);
        network.MaxDelay = TimeSpan.FromMilliseconds(1);
        foreach (var store in stores.Values)
        {
            store.SlowBy = TimeSpan.Zero;
            store.Fill(isFull: false);
        }
    }

    /// <summary>What the network has counted by itself.</summary>
    public void CountNetwork()
    {
        hits.Add(Fault.Drop, cluster.Network.DroppedByChance);
        hits.Add(Fault.Delay, cluster.Network.Delayed);
        hits.Add(Fault.Reorder, cluster.Network.Reordered);
        hits.Add(Fault.Repeat, cluster.Network.Repeated);
    }
}
