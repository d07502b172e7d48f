using Orleans.Runtime;

namespace Orleans.Streams.Filtering;

/// <summary>Decides which batches a subscription gets.</summary>
public interface IStreamFilter
{
    /// <summary>Whether an event is wanted; a batch is delivered whole if any of its events is.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="item">The event.</param>
    /// <param name="filterData">What the subscriber gave to <c>SubscribeAsync</c>.</param>
    bool ShouldDeliver(StreamId streamId, object item, string? filterData);
}
