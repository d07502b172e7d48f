using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>What a silo believes of itself and of the others.</summary>
public interface ISiloStatusOracle
{
    /// <summary>The status of this silo.</summary>
    SiloStatus CurrentStatus { get; }

    /// <summary>The name of this silo.</summary>
    string SiloName { get; }

    /// <summary>The address of this silo.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>The active silos, in a stable order.</summary>
    SiloAddress[] GetActiveSilos();

    /// <summary>The status of a silo.</summary>
    SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress);

    /// <summary>The statuses of all silos, or of the active ones.</summary>
    Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false);

    /// <summary>The name of a silo.</summary>
    bool TryGetSiloName(SiloAddress siloAddress, [NotNullWhen(true)] out string? siloName);

    /// <summary>Whether a silo is dead.</summary>
    bool IsDeadSilo(SiloAddress silo);
}
