namespace OrleansRocket.Log.Files;

/// <summary>One open file. Dispose closes it; mappings made of it stay valid.</summary>
/// <remarks>Every member throws <see cref="LogFileException"/> with the operating system's error number when it fails.</remarks>
public interface ILogFile : IDisposable
{
    /// <summary>Path it was opened by.</summary>
    string Path { get; }

    /// <summary>Current length in bytes.</summary>
    long Length { get; }

    /// <summary>Cuts or extends the file; an extension is a hole of zeros without disk space behind it.</summary>
    void SetLength(long length);

    /// <summary>
    /// Gives the range disk space, zeros where there was none, so that a later write through a mapping cannot meet a full disk.
    /// </summary>
    void Allocate(long offset, long length);

    /// <summary>Reads up to the buffer's length; the result is shorter only at the end of the file.</summary>
    int Read(Span<byte> buffer, long offset);

    /// <summary>Writes all bytes, extending the file as needed.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Start of the next bytes at or after the offset that may be other than zero, or -1: everything behind is a hole.</summary>
    long NextData(long offset);

    /// <summary>Makes all that was written, through this file or a mapping, durable (fdatasync). Never call it again after it failed.</summary>
    void Sync();

    /// <summary>Maps the first <paramref name="length"/> bytes, shared and writable unless opened read-only.</summary>
    IFileMapping Map(long length);
}
