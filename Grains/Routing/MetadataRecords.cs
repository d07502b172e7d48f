using System.Text.Json;
using OrleansRocket.State;

namespace OrleansRocket.Routing;

/// <summary>
/// The records of the metadata topic, and what each does to the table. The version is the offset after the newest record, so it is the
/// same for every activation that has read the same log.
/// </summary>
internal static class MetadataRecords
{
    private const string TopicPrefix = "topic/";
    private const string StorePrefix = "store/";

    public static StateRecord Topic(TopicRoute route) =>
        new(TopicPrefix + route.Config.Topic, JsonSerializer.SerializeToUtf8Bytes(route, MetadataJson.Default.TopicRoute));

    public static StateRecord TopicDeleted(string topic) => new(TopicPrefix + topic, null);

    public static StateRecord Store(StoreInfo store) =>
        new(StorePrefix + store.Name, JsonSerializer.SerializeToUtf8Bytes(store, MetadataJson.Default.StoreInfo));

    /// <summary>The table after one more record.</summary>
    public static RouteTable Apply(this RouteTable table, StateRecord record, long offset)
    {
        var version = offset + 1;
        if (record.Key.StartsWith(TopicPrefix, StringComparison.Ordinal))
        {
            if (record.Value is not { } json)
                return table.Without(record.Key[TopicPrefix.Length..], version);
            var route = JsonSerializer.Deserialize(json.Span, MetadataJson.Default.TopicRoute)!;
            return table.With(route with { Version = version, Id = route.Id == 0 ? version : route.Id }, version);
        }

        return record.Key.StartsWith(StorePrefix, StringComparison.Ordinal) && record.Value is { } store
            ? table.With(JsonSerializer.Deserialize(store.Span, MetadataJson.Default.StoreInfo)!, version)
            : table.At(version);
    }
}
