namespace Orleans;

/// <summary>A grain's state as it goes to and comes from storage.</summary>
/// <typeparam name="T">The state.</typeparam>
[GenerateSerializer]
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>Creates it without a state.</summary>
    public GrainState()
    {
    }

    /// <summary>Creates it.</summary>
    public GrainState(T? state)
        : this(state, null)
    {
    }

    /// <summary>Creates it with the version in storage.</summary>
    public GrainState(T? state, string? eTag)
    {
        State = state;
        ETag = eTag;
    }

    /// <inheritdoc/>
    [Id(0)]
    public T? State { get; set; }

    /// <inheritdoc/>
    [Id(1)]
    public string? ETag { get; set; }

    /// <inheritdoc/>
    [Id(2)]
    public bool RecordExists { get; set; }
}
