using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OrleansRocket.Log.Files;

/// <summary>Files of a 64-bit Linux.</summary>
public sealed unsafe class LinuxLogFiles : ILogFiles
{
    private const int FileMode = 0b110_100_000;
    private const int IoError = 5;
    private readonly string _bootId;

    /// <summary>Creates the access.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not a 64-bit Linux.</exception>
    public LinuxLogFiles()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            throw new PlatformNotSupportedException("The log keeps its files by Linux calls (mmap, fallocate, flock); this system is "
                + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}. Use 64-bit Linux, or WSL on Windows.");
        const string Source = "/proc/sys/kernel/random/boot_id";
        _bootId = File.Exists(Source) ? File.ReadAllText(Source).Trim() : "";
    }

    /// <inheritdoc/>
    public string BootId => _bootId;

    /// <inheritdoc/>
    public int ProcessId => Environment.ProcessId;

    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public void CreateDirectory(string path) => Run("mkdir", path, static target => Directory.CreateDirectory(target));

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string directory)
    {
        string[] names = [];
        Run("readdir", directory, target => names = [.. Directory.EnumerateFileSystemEntries(target).Select(entry => Path.GetFileName(entry)!)]);
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <inheritdoc/>
    public ILogFile Open(string path, LogFileMode mode)
    {
        var flags = LibC.CloseOnExec | mode switch
        {
            LogFileMode.Existing => LibC.ReadWrite,
            LogFileMode.ReadOnly => LibC.ReadOnly,
            LogFileMode.Create => LibC.ReadWrite | LibC.Create | LibC.Truncate,
            LogFileMode.OpenOrCreate => LibC.ReadWrite | LibC.Create,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a mode of opening."),
        };
        return new LinuxLogFile(path, OpenDescriptor(path, flags), mode != LogFileMode.ReadOnly);
    }

    /// <inheritdoc/>
    public void Move(string from, string to)
    {
        if (LibC.Rename(from, to) != 0)
            throw LibC.LastError("rename", from);
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        if (LibC.Unlink(path) != 0 && Marshal.GetLastPInvokeError() != LibC.NotFound)
            throw LibC.LastError("unlink", path);
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        if (Directory.Exists(path))
            Run("rmdir", path, static target => Directory.Delete(target, recursive: true));
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        var descriptor = OpenDescriptor(path, LibC.ReadOnly | LibC.CloseOnExec);
        try
        {
            if (LibC.Sync(descriptor) != 0)
                throw LibC.LastError("fsync", path);
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }

    /// <inheritdoc/>
    public IFileSystem? OpenFileSystem(string directory) =>
        LinuxFileSystem.TryOpen(directory, OpenDescriptor(directory, LibC.ReadOnly | LibC.CloseOnExec));

    /// <inheritdoc/>
    public IDisposable? TryLock(string path, out int holderProcessId)
    {
        holderProcessId = 0;
        var file = new LinuxLogFile(path, OpenDescriptor(path, LibC.ReadWrite | LibC.Create | LibC.CloseOnExec), writable: true);
        try
        {
            if (!file.TryLockExclusive())
            {
                Span<byte> text = stackalloc byte[16];
                var read = file.Read(text, 0);
                _ = int.TryParse(Encoding.ASCII.GetString(text[..read]).Trim(), CultureInfo.InvariantCulture, out holderProcessId);
                file.Dispose();
                return null;
            }

            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"), 0);
            return file;
        }
        catch (LogFileException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public DiskSpace Space(string path)
    {
        // struct statvfs: block size, fragment size, blocks, free blocks, blocks available to others than root ...
        var status = stackalloc ulong[32];
        if (LibC.FileSystemStatus(path, status) != 0)
            throw LibC.LastError("statvfs", path);
        var (unit, blocks, free, available) = (status[1], status[2], status[3], status[4]);
        return new DiskSpace((long)((blocks - free + available) * unit), (long)(available * unit));
    }

    private static int OpenDescriptor(string path, int flags)
    {
        while (true)
        {
            var descriptor = LibC.Open(path, flags, FileMode);
            if (descriptor >= 0)
                return descriptor;
            if (Marshal.GetLastPInvokeError() != LibC.Interrupted)
                throw LibC.LastError("open", path);
        }
    }

    /// <summary>Gives the errors of .NET's own calls the shape of the others.</summary>
    private static void Run(string call, string path, Action<string> action)
    {
        const int PermissionDenied = 13;
        try
        {
            action(path);
        }
        catch (UnauthorizedAccessException)
        {
            throw new LogFileException(call, path, PermissionDenied);
        }
        catch (DirectoryNotFoundException)
        {
            throw new LogFileException(call, path, LibC.NotFound);
        }
        catch (IOException error) when (error is not LogFileException)
        {
            // .NET on Unix keeps errno in HResult where it has no meaning of its own for it.
            throw new LogFileException(call, path, error.HResult is > 0 and < 4096 ? error.HResult : IoError);
        }
    }
}
