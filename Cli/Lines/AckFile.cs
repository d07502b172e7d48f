using System.Buffers.Text;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Lines;

/// <summary>
/// The numbers of acknowledged lines, one a line, appended. Whatever has been flushed is in the operating system's hands and outlives
/// the process.
/// </summary>
internal sealed class AckFile : IDisposable
{
    private const int MaxNumberBytes = 21;

    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _used;

    private AckFile(FileStream file) => _file = file;

    /// <summary>Opens the file, creating it when missing.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public static AckFile Open(string path)
    {
        try
        {
            return new AckFile(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException(ExitCode.Failed, $"cannot write acknowledgements to '{path}': {failure.Message}", failure);
        }
    }

    /// <summary>Notes a line.</summary>
    public void Add(long line)
    {
        if (_used + MaxNumberBytes > _buffer.Length)
            Flush();
        Utf8Formatter.TryFormat(line, _buffer.AsSpan(_used), out var written);
        _used += written;
        _buffer[_used++] = (byte)'\n';
    }

    /// <summary>Writes what has been noted.</summary>
    public void Flush()
    {
        _file.Write(_buffer, 0, _used);
        _used = 0;
    }

    public void Dispose()
    {
        Flush();
        _file.Dispose();
    }
}
