using System.Runtime.InteropServices;
using OrleansRocket.Tests.Simulation.Clusters;

// The hosts of the simulated silos would each take the signal for themselves, and go on.
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Environment.Exit(143));
return ClusterSeeds.Execute(args, Console.Out);
