namespace Orleans.Streams;

/// <summary>Several batches that are delivered in one call.</summary>
public interface IBatchContainerBatch : IBatchContainer
{
    /// <summary>The batches; at least one.</summary>
    List<IBatchContainer> BatchContainers { get; }
}
