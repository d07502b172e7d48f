namespace OrleansRocket.Quotas;

/// <summary>What one topic may store on this broker. The queues that are led here share it, each with its part of the topic's.</summary>
internal sealed class TopicQuota(TimeProvider time)
{
    private readonly RateLimit _messages = new(time);
    private readonly RateLimit _bytes = new(time);
    private int _queues;

    /// <summary>A queue begins to be led here.</summary>
    public void Join() => Interlocked.Increment(ref _queues);

    /// <summary>A queue is not led here any more.</summary>
    public void Leave() => Interlocked.Decrement(ref _queues);

    /// <summary>How long until the topic may store something; zero when it may now.</summary>
    public TimeSpan Wait(TopicConfig config)
    {
        var part = (double)Math.Clamp(Volatile.Read(ref _queues), 1, config.Queues) / config.Queues;
        var messages = config.MaxMessagesRate < 0 ? TimeSpan.Zero : _messages.Wait(config.MaxMessagesRate * part);
        var bytes = config.MaxBytesRate < 0 ? TimeSpan.Zero : _bytes.Wait(config.MaxBytesRate * part);
        return messages > bytes ? messages : bytes;
    }

    /// <summary>Something was stored.</summary>
    public void Take(TopicConfig config, long messages, long bytes)
    {
        // Without a quota nobody pays back.
        if (config.MaxMessagesRate >= 0)
            _messages.Take(messages);
        if (config.MaxBytesRate >= 0)
            _bytes.Take(bytes);
    }
}
