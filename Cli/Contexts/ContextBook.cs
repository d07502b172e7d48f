using System.Text.Json.Serialization;

namespace OrleansRocket.Cli.Contexts;

/// <summary>All saved clusters, and which of them is in use.</summary>
internal sealed record ContextBook
{
    /// <summary>The name of the one in use, or null.</summary>
    public string? Current { get; init; }

    /// <summary>The clusters by name.</summary>
    public SortedDictionary<string, ContextEntry> Contexts { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The cluster in use, or null.</summary>
    [JsonIgnore]
    public ContextEntry? InUse => Current is { } name ? Contexts.GetValueOrDefault(name) : null;
}
