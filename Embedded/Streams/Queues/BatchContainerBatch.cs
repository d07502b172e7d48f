using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Several batches that are delivered in one call.</summary>
[GenerateSerializer]
public sealed class BatchContainerBatch : IBatchContainerBatch
{
    /// <summary>Creates it.</summary>
    /// <exception cref="ArgumentNullException">There are no batches.</exception>
    public BatchContainerBatch(List<IBatchContainer> batchContainers)
    {
        if (batchContainers is null || batchContainers.Count == 0)
        {
            throw new ArgumentNullException(nameof(batchContainers), "A batch of batches has at least one.");
        }

        BatchContainers = batchContainers;
        StreamId = batchContainers[0].StreamId;
        SequenceToken = batchContainers[0].SequenceToken;
    }

    /// <inheritdoc/>
    [Id(0)]
    public StreamId StreamId { get; }

    /// <inheritdoc/>
    [Id(1)]
    public StreamSequenceToken SequenceToken { get; }

    /// <inheritdoc/>
    [Id(2)]
    public List<IBatchContainer> BatchContainers { get; }

    /// <inheritdoc/>
    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => BatchContainers.SelectMany(static batch => batch.GetEvents<T>());

    /// <inheritdoc/>
    public bool ImportRequestContext() => BatchContainers[0].ImportRequestContext();
}
