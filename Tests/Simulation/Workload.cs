using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation;

/// <summary>A bit of everything: calls from outside and between grains, timers, waiting, a stop, a kill and a restart.</summary>
internal static class Workload
{
    public static async Task Run(SimulatedCluster cluster)
    {
        var workers = Enumerable.Range(0, 8).Select(i => Work(cluster, i)).ToList();
        await Task.Delay(TimeSpan.FromMilliseconds(20), cluster.Time);
        await cluster.KillSiloAsync("Silo_1");
        await Task.Delay(TimeSpan.FromMilliseconds(20), cluster.Time);
        await cluster.StartSiloAsync("Silo_1");
        await cluster.StopSiloAsync("Silo_0");
        await Task.WhenAll(workers);
    }

    private static async Task Work(SimulatedCluster cluster, int number)
    {
        for (var i = 0; i < 30; i++)
        {
            var grain = cluster.Client.GetGrain<ISimulatedGrain>($"grain {cluster.Random.Next(12)}");
            try
            {
                await (Task)((i % 4) switch
                {
                    0 => grain.Add(number),
                    1 => grain.AskOther($"other {cluster.Random.Next(12)}", number),
                    2 => cluster.Client.GetGrain<IManagementGrain>(0).GetHosts(),
                    _ => grain.AddSlowly(number, TimeSpan.FromMilliseconds(cluster.Random.Next(10))),
                });
            }
            catch (OrleansMessageRejectionException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), cluster.Time);
            }
        }
    }
}
