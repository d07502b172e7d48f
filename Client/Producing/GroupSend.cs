namespace OrleansRocket.Producing;

/// <summary>The promise of the receipts of messages that the application sent together: one object and one wake-up for all of them.</summary>
internal sealed class GroupSend(int messages) : PendingSend
{
    private readonly TaskCompletionSource<IReadOnlyList<SendReceipt>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SendReceipt[] _receipts = new SendReceipt[messages];
    private int _open = messages;
    private Exception? _failure;

    /// <summary>Completes when every message has been acknowledged or has failed; throws the first failure.</summary>
    public Task<IReadOnlyList<SendReceipt>> Task => _done.Task;

    public override void Complete(int slot, in SendReceipt receipt)
    {
        _receipts[slot] = receipt;
        Close();
    }

    public override void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        Close();
    }

    private void Close()
    {
        if (Interlocked.Decrement(ref _open) != 0)
            return;
        if (_failure is { } failure)
            _done.SetException(failure);
        else
            _done.SetResult(_receipts);
    }
}
