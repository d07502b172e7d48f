using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansRocket.Cli.Contexts;

/// <summary>The saved contexts as a file that people may edit.</summary>
[JsonSerializable(typeof(ContextBook))]
internal sealed partial class ContextJson : JsonSerializerContext
{
    /// <summary>Indented, and strict: a misspelt property would otherwise be lost with the next write.</summary>
    public static ContextJson File { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    });
}
