namespace OrleansRocket.Log.Files;

/// <summary>
/// A shared mapping of a file's beginning. Touching a page that has no disk space behind it on a full disk, or that lies
/// behind the end of the file, kills the process: callers write only where <see cref="ILogFile.Allocate"/> succeeded.
/// Dispose unmaps; nobody may hold a pointer into it then.
/// </summary>
public unsafe interface IFileMapping : IDisposable
{
    /// <summary>First byte; aligned to a page.</summary>
    byte* Start { get; }

    /// <summary>Mapped bytes.</summary>
    long Length { get; }

    /// <summary>Faults the pages of a range in, writable, ahead of the writer. A hint: failure is ignored.</summary>
    void Populate(long offset, long length);

    /// <summary>
    /// Makes what was written to the range durable, with the file's metadata that is needed to read it (what fdatasync does,
    /// for these pages only). Throws <see cref="LogFileException"/>; never call it again after it failed.
    /// </summary>
    void Flush(long offset, long length);
}
