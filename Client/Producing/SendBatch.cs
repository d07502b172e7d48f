using OrleansRocket.Log.Records;

namespace OrleansRocket.Producing;

/// <summary>Messages for one queue that travel together.</summary>
internal sealed class SendBatch(int maxBytes)
{
    private readonly List<(PendingSend Send, int Slot)> _sends = [];

    public RecordBatchBuilder Builder { get; } = new();

    public int Count => _sends.Count;

    /// <summary>What the batch took from the producer's byte budget.</summary>
    public long BudgetBytes { get; private set; }

    public bool TryAdd(in RecordData record, PendingSend send, int slot, long budgetBytes)
    {
        var isFull = Count > 0 && Builder.SizeInBytes + budgetBytes > maxBytes;
        if (isFull || !Builder.TryAdd(in record))
            return false;
        _sends.Add((send, slot));
        BudgetBytes += budgetBytes;
        return true;
    }

    public void Complete(Func<int, SendReceipt> receipt)
    {
        for (var index = 0; index < _sends.Count; index++)
            _sends[index].Send.Complete(_sends[index].Slot, receipt(index));
    }

    public void Fail(Exception failure)
    {
        foreach (var (send, _) in _sends)
            send.Fail(failure);
    }

    /// <summary>Makes the batch ready for other messages. Its bytes must not be in use any more.</summary>
    public void Reset()
    {
        Builder.Reset();
        _sends.Clear();
        BudgetBytes = 0;
    }
}
