using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace OrleansRocket.Producing;

/// <summary>The promise of a receipt. Taken from a pool and returned to it when the receipt has been fetched, so that a send allocates nothing.</summary>
internal sealed class SingleSend : PendingSend, IValueTaskSource<SendReceipt>
{
    private readonly ConcurrentQueue<SingleSend> _pool;
    private ManualResetValueTaskSourceCore<SendReceipt> _core = new() { RunContinuationsAsynchronously = true };

    private SingleSend(ConcurrentQueue<SingleSend> pool) => _pool = pool;

    public ValueTask<SendReceipt> Task => new(this, _core.Version);

    public static SingleSend Rent(ConcurrentQueue<SingleSend> pool) => pool.TryDequeue(out var pooled) ? pooled : new SingleSend(pool);

    public override void Complete(int slot, in SendReceipt receipt) => _core.SetResult(receipt);

    public override void Fail(Exception failure) => _core.SetException(failure);

    public SendReceipt GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            _pool.Enqueue(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
