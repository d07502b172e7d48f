namespace OrleansRocket.Log.Errors;

/// <summary>Another process, or another store of this process, has the data directory.</summary>
/// <param name="path">The data directory.</param>
/// <param name="holderProcessId">Id of the holder's process, 0 when unknown.</param>
public sealed class StoreLockedException(string path, int holderProcessId)
    : LogException("STORE_LOCKED", $"Lock failed: the store {path} is in use by process {(holderProcessId == 0 ? "(unknown)" : holderProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture))}.")
{
    /// <summary>The data directory.</summary>
    public string Path { get; } = path;

    /// <summary>Id of the holder's process, 0 when unknown.</summary>
    public int HolderProcessId { get; } = holderProcessId;
}
