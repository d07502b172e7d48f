namespace OrleansRocket.Log.Errors;

/// <summary>A directory or file is not ours, belongs to another cluster, or was written by a newer version.</summary>
/// <param name="path">Directory or file.</param>
/// <param name="reason">What is wrong with it, as a sentence.</param>
public sealed class StoreFormatException(string path, string reason) : LogException("STORE_FORMAT", $"{path}: {reason}")
{
    /// <summary>Directory or file.</summary>
    public string Path { get; } = path;
}
