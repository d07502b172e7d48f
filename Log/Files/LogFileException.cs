using System.Runtime.InteropServices;

namespace OrleansRocket.Log.Files;

/// <summary>A call to the file system failed. The message names the call, the path and the operating system's reason.</summary>
public sealed class LogFileException : IOException
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int NotFound = 2;

    /// <summary>Creates the error of a failed call.</summary>
    /// <param name="call">Name of the call, such as <c>fallocate</c>.</param>
    /// <param name="path">File or directory.</param>
    /// <param name="errno">Error number of the operating system (Linux numbering).</param>
    public LogFileException(string call, string path, int errno)
        : base($"{call} {path}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})")
    {
        Call = call;
        Path = path;
        Errno = errno;
    }

    /// <summary>Name of the failed call.</summary>
    public string Call { get; }

    /// <summary>File or directory that it was about.</summary>
    public string Path { get; }

    /// <summary>Error number, Linux numbering: 28 is ENOSPC, 5 is EIO.</summary>
    public int Errno { get; }

    /// <summary>The disk or the quota is full: worth trying again once space returns.</summary>
    public bool IsNoSpace => Errno is NoSpace or QuotaExceeded;

    /// <summary>The file or directory is missing.</summary>
    public bool IsNotFound => Errno == NotFound;
}
