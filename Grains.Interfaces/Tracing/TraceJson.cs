using System.Text.Json.Serialization;

namespace OrleansRocket.Tracing;

/// <summary>Traces are stored as JSON, so that a person can read a dump of them.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageTrace))]
internal sealed partial class TraceJson : JsonSerializerContext;
