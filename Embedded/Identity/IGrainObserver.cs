using Orleans.Runtime;

namespace Orleans;

/// <summary>An object outside the grains that grains can call; see <c>IGrainFactory.CreateObjectReference</c>.</summary>
public interface IGrainObserver : IAddressable
{
}
