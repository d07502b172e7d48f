namespace OrleansRocket.Log.Files;

/// <summary>
/// The only way the log touches a file system: everything that can fail, be torn or be lost goes through here, so that a
/// test can make the k-th call fail and a simulator can lose unsynced pages. Paths are absolute.
/// </summary>
/// <remarks>Every member throws <see cref="LogFileException"/> with the operating system's error number when it fails.</remarks>
public interface ILogFiles
{
    /// <summary>
    /// Names this run of the machine. Equal before and after the death of a process, different after a machine's crash:
    /// recovery learns from it whether unsynced writes can have been lost out of order.
    /// </summary>
    string BootId { get; }

    /// <summary>Id of this process, written into the lock and abort files.</summary>
    int ProcessId { get; }

    /// <summary>Whether a file (not a directory) is there.</summary>
    bool FileExists(string path);

    /// <summary>Whether a directory is there.</summary>
    bool DirectoryExists(string path);

    /// <summary>Creates a directory and its missing parents; no error when it exists. Not durable before <see cref="SyncDirectory"/>.</summary>
    void CreateDirectory(string path);

    /// <summary>Names (not paths) of the files and directories directly inside, in ordinal order.</summary>
    IReadOnlyList<string> List(string directory);

    /// <summary>Opens or creates a file.</summary>
    ILogFile Open(string path, LogFileMode mode);

    /// <summary>Renames within the store, replacing a file of that name in one step.</summary>
    void Move(string from, string to);

    /// <summary>Removes a file; no error when it is missing.</summary>
    void Delete(string path);

    /// <summary>Removes a directory and all it holds; no error when it is missing.</summary>
    void DeleteDirectory(string path);

    /// <summary>Makes creations, renames and removals inside the directory durable (fsync of the directory).</summary>
    void SyncDirectory(string path);

    /// <summary>
    /// The file system that holds a directory, to be flushed as a whole; null where that is not known to be reliable. Failures of
    /// writes before this call are not reported by it.
    /// </summary>
    IFileSystem? OpenFileSystem(string directory);

    /// <summary>
    /// Takes the exclusive lock of a file, creating it, and writes this process' id into it. Released by dispose, and by
    /// the operating system when the process dies.
    /// </summary>
    /// <returns>null when another holder has it; <paramref name="holderProcessId"/> is then its id, 0 when unknown.</returns>
    IDisposable? TryLock(string path, out int holderProcessId);

    /// <summary>Size and free bytes of the file system that holds the path.</summary>
    DiskSpace Space(string path);
}
