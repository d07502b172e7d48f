namespace OrleansRocket.Pop;

/// <summary>A queue as one group reads it. Its text form, <c>group/topic/queue</c>, is the key of its grain. Names have no slash.</summary>
/// <param name="Group">The consumer group.</param>
/// <param name="Queue">The queue.</param>
public readonly record struct PopName(string Group, QueueName Queue)
{
    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is not <c>group/topic/queue</c>.</exception>
    public static PopName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/');
        return slash > 0
            ? new PopName(text[..slash], QueueName.Parse(text[(slash + 1)..]))
            : throw new FormatException($"'{text}' is not the name of a group's queue (group/topic/number)");
    }

    /// <summary>The text form, <c>group/topic/queue</c>.</summary>
    public override string ToString() => $"{Group}/{Queue}";
}
