namespace OrleansRocket.Brokers;

/// <summary>What keeps a broker from being well.</summary>
/// <param name="Check">The check that fails; a stable word.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record HealthProblem(string Check, string Reason);
