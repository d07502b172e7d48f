using System.Text.Json.Serialization;

namespace OrleansRocket.Routing;

/// <summary>The metadata are stored as JSON, so that a person can read a dump of them.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(TopicRoute))]
[JsonSerializable(typeof(StoreInfo))]
internal sealed partial class MetadataJson : JsonSerializerContext;
