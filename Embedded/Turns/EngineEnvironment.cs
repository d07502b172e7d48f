namespace Orleans.Embedded;

/// <summary>What a silo or client takes from outside: clock, scheduler and randomness.</summary>
internal sealed record EngineEnvironment(TimeProvider Time, IWorkScheduler Work, IRandomSource Randomness);
