using OrleansRocket.State;

namespace OrleansRocket.Routing;

/// <summary>Compares names ordinally, with hashes that are the same in every process: what is enumerated by them comes in the same order when
/// a simulation is replayed.</summary>
internal sealed class NameComparer : IEqualityComparer<string>
{
    public static readonly NameComparer Instance = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode(string obj) => NameHash.Of(obj).GetHashCode();
}
