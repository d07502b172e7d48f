namespace OrleansRocket.Log.Producers;

/// <summary>What a queue remembers of an idempotent producer.</summary>
/// <param name="ProducerId">The producer's id, above 0.</param>
/// <param name="Epoch">Its epoch; batches of a lower one are fenced.</param>
/// <param name="LastSequence">Sequence of its last record; the next batch must begin with the one after it.</param>
/// <param name="Batches">Its last batches, oldest first, at most <see cref="MaxBatches"/>: what a retry is recognized by.</param>
public sealed record ProducerState(long ProducerId, int Epoch, int LastSequence, IReadOnlyList<ProducerBatch> Batches)
{
    /// <summary>
    /// Batches that are remembered of a producer: 5, so that a producer may have as many requests in flight and retry any.
    /// </summary>
    public const int MaxBatches = 5;
}
