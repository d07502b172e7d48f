namespace OrleansRocket.Routing;

/// <summary>Compares names ordinally, with hashes that are the same in every process: what is enumerated by them comes in the same order when
/// a simulation is replayed.</summary>
internal sealed class NameComparer : IEqualityComparer<string>
{
    public static readonly NameComparer Instance = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode(string obj)
    {
        var hash = 2166136261u;
        foreach (var letter in obj)
            hash = unchecked((hash ^ letter) * 16777619);
        return (int)hash;
    }
}
