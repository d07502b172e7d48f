using OrleansRocket.Tests.Simulation.Clusters;

return ClusterSeeds.Execute(args, Console.Out);
