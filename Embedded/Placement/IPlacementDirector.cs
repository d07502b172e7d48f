namespace Orleans.Runtime.Placement;

/// <summary>Chooses the silo of a new activation.</summary>
public interface IPlacementDirector
{
    /// <summary>The key in <see cref="RequestContext"/> of a <see cref="SiloAddress"/> that a caller would like.</summary>
    const string PlacementHintKey = nameof(PlacementHintKey);

    /// <summary>
    /// Chooses. Runs in the calling silo (for clients, their gateway), and only when the grain is nowhere active. An
    /// exception fails the calls that wait for the activation.
    /// </summary>
    Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context);

    /// <summary>The caller's wish, if it named a compatible silo.</summary>
    static SiloAddress? GetPlacementHint(Dictionary<string, object>? requestContextData, SiloAddress[] compatibleSilos) =>
        requestContextData is not null
        && requestContextData.TryGetValue(PlacementHintKey, out var value)
        && value is SiloAddress hint
        && compatibleSilos.Contains(hint)
            ? hint
            : null;
}
