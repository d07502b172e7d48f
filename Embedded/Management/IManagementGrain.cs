namespace Orleans.Runtime;

/// <summary>Questions about the cluster; its key is 0.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    /// <summary>The silos and their status.</summary>
    /// <param name="onlyActive">Whether to leave those out that are not active.</param>
    Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false);
}
