namespace Orleans.Streams;

/// <summary>The strictest of several controllers.</summary>
public class AggregatedQueueFlowController : List<IQueueFlowController>, IQueueFlowController
{
    private readonly int _defaultMaxAddCount;

    /// <summary>Creates it with the number that counts if no controller says less.</summary>
    public AggregatedQueueFlowController(int defaultMaxAddCount) => _defaultMaxAddCount = defaultMaxAddCount;

    /// <inheritdoc/>
    public int GetMaxAddCount() => this.Aggregate(_defaultMaxAddCount, static (least, controller) => Math.Min(least, controller.GetMaxAddCount()));
}
