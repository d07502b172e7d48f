namespace OrleansRocket.Log.Records;

/// <summary>
/// The id of a message that was written anew (a delayed one that has been delivered, one that is tried again): its first property. It counts as
/// one of the message's keys, so that the message is found by the id that its sender knows.
/// </summary>
public static class UniqueKey
{
    /// <summary>The name of the property, RocketMQ's.</summary>
    public const string PropertyName = "UNIQ_KEY";

    /// <summary>The id in a record's properties; empty when they do not begin with one.</summary>
    internal static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> properties)
    {
        var position = 0;
        return !properties.IsEmpty
            && PropertyReader.TryRead(properties, ref position, out var name, out var value)
            && name.Of(properties).SequenceEqual("UNIQ_KEY"u8)
                ? value.Of(properties)
                : default;
    }
}
