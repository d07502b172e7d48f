namespace OrleansRocket.Log.Errors;

/// <summary>Data that was complete once is damaged or missing. Nothing was changed or dropped.</summary>
/// <param name="path">Directory or file.</param>
/// <param name="reason">What is damaged, as a sentence.</param>
public sealed class StoreCorruptException(string path, string reason) : LogException("STORE_CORRUPT", $"{path}: {reason}")
{
    /// <summary>Directory or file.</summary>
    public string Path { get; } = path;
}
