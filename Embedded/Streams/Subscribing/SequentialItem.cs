namespace Orleans.Streams;

/// <summary>An event with its position.</summary>
/// <typeparam name="T">The event.</typeparam>
[GenerateSerializer]
public class SequentialItem<T>
{
    /// <summary>Creates it.</summary>
    public SequentialItem(T item, StreamSequenceToken token)
    {
        Item = item;
        Token = token;
    }

    /// <summary>The event.</summary>
    [Id(0)]
    public T Item { get; }

    /// <summary>Its position.</summary>
    [Id(1)]
    public StreamSequenceToken Token { get; }
}
