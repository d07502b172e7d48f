namespace OrleansRocket.Log.Files;

/// <summary>
/// A file system by syncfs. The kernel remembers for each open descriptor which failed writes it has told of, so the descriptor is opened
/// with the store and kept.
/// </summary>
internal sealed unsafe class LinuxFileSystem : IFileSystem
{
    private const int StatusWords = 32;

    // From include/uapi/linux/magic.h.
    private const long Ext = 0xEF53;
    private const long Xfs = 0x58465342;
    private const long Btrfs = 0x9123683E;

    /// <summary>
    /// Since 5.8 syncfs tells of data that could not be written, since 5.17 also of the file system's own failures, such as a journal that
    /// was given up.
    /// </summary>
    private static readonly Version FirstReliable = new(5, 17);

    private readonly string _directory;
    private int _descriptor;

    private LinuxFileSystem(string directory, int descriptor)
    {
        _directory = directory;
        _descriptor = descriptor;
    }

    /// <summary>Takes over a descriptor of the directory; null, and it is closed, where syncfs does not make everything durable for certain.</summary>
    public static LinuxFileSystem? TryOpen(string directory, int descriptor)
    {
        // Others need not pass it on: through FUSE, for example, written pages reach the server, and the server is not told to flush them.
        var status = stackalloc long[StatusWords];
        if (Environment.OSVersion.Version >= FirstReliable && LibC.FileSystemKind(descriptor, status) == 0 && status[0] is Ext or Xfs or Btrfs)
            return new LinuxFileSystem(directory, descriptor);
        _ = LibC.Close(descriptor);
        return null;
    }

    public void Sync()
    {
        if (LibC.SyncFileSystem(_descriptor) != 0)
            throw LibC.LastError("syncfs", _directory);

        // Without a journal ext4 flushes the device's cache first and writes the inodes of what was flushed into it last.
        if (LibC.Sync(_descriptor) != 0)
            throw LibC.LastError("fsync", _directory);
    }

    public void Dispose()
    {
        var descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
            _ = LibC.Close(descriptor);
    }
}
