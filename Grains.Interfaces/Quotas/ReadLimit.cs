using OrleansRocket.Groups;

namespace OrleansRocket.Quotas;

/// <summary>Holds the reading of one queue to a <see cref="QueueQuota"/>.</summary>
internal sealed class ReadLimit(TimeProvider time)
{
    private readonly RateLimit _messages = new(time);
    private readonly RateLimit _bytes = new(time);
    private volatile QueueQuota _quota = QueueQuota.None;

    /// <summary>What may be read. May be set at any time.</summary>
    public QueueQuota Quota
    {
        get => _quota;
        set => _quota = value;
    }

    /// <summary>How long until something may be read; zero when it may be now.</summary>
    public TimeSpan Wait()
    {
        var (messagesRate, bytesRate) = _quota;
        var messages = messagesRate < 0 ? TimeSpan.Zero : _messages.Wait(messagesRate);
        var bytes = bytesRate < 0 ? TimeSpan.Zero : _bytes.Wait(bytesRate);
        return messages > bytes ? messages : bytes;
    }

    /// <summary>Something was read.</summary>
    public void Take(long messages, long bytes)
    {
        // Without a quota nobody pays back.
        var (messagesRate, bytesRate) = _quota;
        if (messagesRate >= 0)
            _messages.Take(messages);
        if (bytesRate >= 0)
            _bytes.Take(bytes);
    }
}
