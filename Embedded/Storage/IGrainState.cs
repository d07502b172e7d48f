namespace Orleans;

/// <summary>A grain's state as it goes to and comes from storage.</summary>
/// <typeparam name="T">The state.</typeparam>
public interface IGrainState<T>
{
    /// <summary>The state.</summary>
    T? State { get; set; }

    /// <summary>The version of the state in storage; null if there is none.</summary>
    string? ETag { get; set; }

    /// <summary>Whether there is a state in storage.</summary>
    bool RecordExists { get; set; }
}
