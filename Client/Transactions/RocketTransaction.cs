using OrleansRocket.Log.Records;

namespace OrleansRocket;

/// <summary>A message that is stored and that no consumer gets before the transaction is committed.</summary>
public sealed class RocketTransaction
{
    private readonly ClientContext _context;
    private readonly TransactionOptions _options;
    private readonly SendReceipt _half;
    private int _ended;

    internal RocketTransaction(ClientContext context, TransactionOptions options, in SendReceipt half)
    {
        _context = context;
        _options = options;
        _half = half;
    }

    /// <summary>The message's id. It keeps it when it is delivered.</summary>
    public MessageId MessageId => _half.MessageId;

    /// <summary>Has the message delivered. When this returns, consumers get it.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TransactionEnded"/> when this transaction was ended before;
    /// <see cref="RocketError.NotHeld"/> when a check has rolled it back meanwhile, or it was checked too often;
    /// <see cref="RocketError.Timeout"/> when nobody knows, after which the broker asks.</exception>
    public Task CommitAsync() => End(release: true);

    /// <summary>Has the message dropped.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TransactionEnded"/> when this transaction was ended before;
    /// <see cref="RocketError.NotHeld"/> when a check has committed it meanwhile;
    /// <see cref="RocketError.Timeout"/> when nobody knows, after which the broker asks.</exception>
    public Task RollbackAsync() => End(release: false);

    private Task End(bool release) => Interlocked.Exchange(ref _ended, 1) != 0
        ? throw new RocketException(RocketError.TransactionEnded, $"the transaction of message {MessageId} has been ended before")
        : _context.Decisions.Decide(_half.Queue, _half.Offset, MessageId, release, _options.Group, _options.Producer.SendTimeout);
}
