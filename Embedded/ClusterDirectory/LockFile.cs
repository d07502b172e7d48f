using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Embedded;

/// <summary>
/// An operating-system lock on a file (<c>flock</c>). The system gives it back when its process ends, however it ends: this is how a
/// killed silo is seen dead. .NET's own file sharing would do the same but for one thing: it tells of a held lock by an exception.
/// </summary>
internal sealed partial class LockFile : IDisposable
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int Create = 0x40;
    private const int CloseOnExec = 0x80000;
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NoWait = 4;
    private const int OwnerOnly = 0x180; // rw-------
    private const int NotFound = 2;
    private const int WouldBlock = 11;

    private readonly SafeFileHandle _file;

    private LockFile(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock, and makes the file when it is missing.</summary>
    /// <returns>Null if somebody else holds it.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static LockFile? TryTake(string path)
    {
        var file = Open(path, ReadWrite | Create) ?? throw Failure(path, NotFound);
        return Lock(path, file, Exclusive) ? new LockFile(file) : null;
    }

    /// <summary>Takes the lock as soon as its holder gives it back.</summary>
    /// <exception cref="TimeoutException">The holder kept it for too long.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static LockFile Take(string path, TimeSpan timeout, TimeProvider time)
    {
        var begin = time.GetTimestamp();
        for (var pause = default(SpinWait); ; pause.SpinOnce())
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            if (time.GetElapsedTime(begin) > timeout)
            {
                throw new TimeoutException($"Another process has held the lock {path} for {timeout.TotalSeconds:0} s.");
            }
        }
    }

    /// <summary>Whether a living process holds the lock.</summary>
    public static bool IsHeld(string path)
    {
        if (Open(path, ReadOnly) is not { } file)
        {
            return false;
        }

        using (file)
        {
            return !Lock(path, file, Shared);
        }
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle? Open(string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("A cluster directory needs Linux.");
        }

        var descriptor = OpenFile(path, flags | CloseOnExec, OwnerOnly);
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        var error = Marshal.GetLastPInvokeError();
        return error == NotFound ? null : throw Failure(path, error);
    }

    private static bool Lock(string path, SafeFileHandle file, int kind)
    {
        if (SetLock(file, kind | NoWait) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        file.Dispose();
        return error == WouldBlock ? false : throw Failure(path, error);
    }

    private static IOException Failure(string path, int error) => new($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int SetLock(SafeFileHandle file, int operation);
}
