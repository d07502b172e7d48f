namespace OrleansRocket.Producing;

/// <summary>All one-way sends of a producer: nobody waits for them, and those that fail are counted.</summary>
internal sealed class OneWaySend : PendingSend
{
    private long _failures;

    public long Failures => Interlocked.Read(ref _failures);

    public override void Complete(int slot, in SendReceipt receipt)
    {
        // Nobody asks.
    }

    public override void Fail(Exception failure)
    {
        Interlocked.Increment(ref _failures);
        ClientMetrics.OneWayFailed(failure);
    }
}
