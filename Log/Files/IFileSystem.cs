namespace OrleansRocket.Log.Files;

/// <summary>The file system that holds a directory. Dispose gives back what is held of it, and flushes nothing.</summary>
public interface IFileSystem : IDisposable
{
    /// <summary>
    /// Makes all durable that was written before the call to any of its files, through files and mappings, and every name. Throws
    /// <see cref="LogFileException"/> when anything could not be written since this was opened or last asked, whoever wrote it; which
    /// file it was stays unknown, so nobody may count on what was not durable before. Never call it again after it failed.
    /// </summary>
    void Sync();
}
