namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>What became of one seed.</summary>
internal sealed record ClusterOutcome(int Seed, Exception? Failure, TimeSpan Simulated, long Steps, int Acknowledged, int Consumed, int Unsure, int Released, string TraceHash, FaultHits Hits);
