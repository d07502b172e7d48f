using System.Text.Json.Serialization;

namespace OrleansRocket.Silo.Http;

/// <summary>What a question about health is answered with.</summary>
/// <param name="Status"><c>ok</c> or <c>failing</c>.</param>
/// <param name="Check">The check that fails.</param>
/// <param name="Reason">Why.</param>
internal sealed record HealthAnswer(string Status, string? Check, string? Reason);

/// <summary>How it looks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext;
