namespace Orleans.Runtime;

/// <summary>Where a grain is active.</summary>
/// <param name="Grain">The grain.</param>
/// <param name="Silo">The silo.</param>
/// <param name="Activation">Which of that silo's activations.</param>
[GenerateSerializer]
[Immutable]
internal sealed record GrainRegistration(
    [property: Id(0)] GrainId Grain, [property: Id(1)] SiloAddress Silo, [property: Id(2)] long Activation);
