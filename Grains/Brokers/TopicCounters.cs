namespace OrleansRocket.Brokers;

/// <summary>What went in and out of one topic on this broker. The queues' grains count in it side by side, once for each batch.</summary>
internal sealed class TopicCounters(BrokerCounters broker)
{
    private long _messagesIn;
    private long _bytesIn;
    private long _messagesOut;
    private long _bytesOut;

    public Traffic Traffic => new(
        Interlocked.Read(ref _messagesIn), Interlocked.Read(ref _bytesIn), Interlocked.Read(ref _messagesOut), Interlocked.Read(ref _bytesOut));

    public void Stored(long messages, long bytes)
    {
        Interlocked.Add(ref _messagesIn, messages);
        Interlocked.Add(ref _bytesIn, bytes);
        broker.CountIn(messages);
    }

    public void Read(long messages, long bytes)
    {
        Interlocked.Add(ref _messagesOut, messages);
        Interlocked.Add(ref _bytesOut, bytes);
        broker.CountOut(messages);
    }
}
