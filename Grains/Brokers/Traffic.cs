namespace OrleansRocket.Brokers;

/// <summary>Messages and bytes, in and out.</summary>
internal readonly record struct Traffic(long MessagesIn, long BytesIn, long MessagesOut, long BytesOut)
{
    public static Traffic operator +(Traffic one, Traffic other) => new(
        one.MessagesIn + other.MessagesIn, one.BytesIn + other.BytesIn, one.MessagesOut + other.MessagesOut, one.BytesOut + other.BytesOut);
}
