using Orleans.Streams.Filtering;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Lets through what begins with the subscriber's word.</summary>
public sealed class WordFilter : IStreamFilter
{
    public bool ShouldDeliver(StreamId streamId, object item, string? filterData) =>
        filterData is null || ((string)item).StartsWith(filterData, StringComparison.Ordinal);
}
